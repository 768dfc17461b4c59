import assert from 'node:assert/strict';
import type { Answers } from '../../../src/core/dialogue/flow.js';
import { isUrgent, triage } from '../../../src/core/reports/triage.js';
import { now } from '../../support/dialogue.js';

const levelOf = (answers: Answers) => triage(answers, now).level;

describe('triage', () => {
  it('puts danger before everything', () => {
    assert.deepEqual(triage({ danger_now: 'yes', ongoing: 'yes' }, now), {
      level: 'danger',
      reasons: ['danger_now', 'ongoing'],
    });
  });

  it('is high when it goes on or is expected within 72 hours', () => {
    assert.equal(levelOf({ ongoing: 'yes' }), 'high');
    assert.equal(levelOf({ ongoing: 'unknown' }), 'normal');
    assert.equal(levelOf({ planned: '2026-11-26' }), 'high');
    assert.equal(levelOf({ planned: '2026-11-26T20:00' }), 'normal');
  });

  it('is medium with three identifiers and signs', () => {
    assert.equal(levelOf({ containers: ['CSQU3054383'], indicators: ['CS1', 'CS2'] }), 'medium');
    assert.equal(levelOf({ containers: ['CSQU3054383'], indicators: ['CS1'] }), 'normal');
  });

  it('calls danger and high urgent', () => {
    assert.deepEqual((['danger', 'high', 'medium', 'normal'] as const).map(isUrgent), [true, true, false, false]);
  });
});
