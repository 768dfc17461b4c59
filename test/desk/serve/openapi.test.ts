import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { problem, problems, type ProblemStatus } from '../../../src/desk/serve/answer.js';
import { intakeLimits } from '../../../src/desk/serve/handle-request.js';
import { sealedFor } from '../../support/deliveries.js';
import { serveInProcess } from '../../support/intake-server.js';
import { ask, posting, putting, tokenOf } from '../../support/intake-client.js';
import { deskWithBot, newReportId } from '../sample-report.js';

type Node = Record<string, unknown>;
const root = path.resolve(import.meta.dirname, '..', '..', '..');
const document = parse(readFileSync(path.join(root, 'src', 'desk', 'intake.openapi.yaml'), 'utf8')) as Node;

/** What `$ref` points to; fails where it points nowhere. */
function resolve(node: unknown): Node {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return node as Node;
  const names = $ref.split('/');
  assert.equal(names.shift(), '#', $ref);
  const found = names.reduce<unknown>((at, name) => (at as Node | undefined)?.[name], document);
  assert.ok(found !== undefined, `${$ref} points nowhere`);
  return resolve(found);
}

const at = (node: unknown, ...names: string[]): Node =>
  names.reduce<Node>((found, name) => resolve(found[name]), resolve(node));

/** Enough of JSON Schema for this document. */
function misfits(schema: Node, value: unknown, where = ''): string[] {
  const { type, required = [], properties = {}, additionalProperties, pattern, minimum, maximum } = schema;
  if (schema.const !== undefined) return value === schema.const ? [] : [`${where} is not the fixed value`];
  const actual = Number.isInteger(value) ? 'integer' : typeof value;
  if (type !== actual) return [`${where} is no ${String(type)}`];
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern as string).test(value)) return [where];
  if (typeof value === 'number' && (value < ((minimum as number) ?? value) || value > ((maximum as number) ?? value))) {
    return [where];
  }
  if (type !== 'object') return [];
  const given = value as Node;
  const known = properties as Node;
  return [
    ...(required as string[]).filter((name) => !(name in given)).map((name) => `${where}/${name} is missing`),
    ...Object.keys(given)
      .filter((name) => additionalProperties === false && !(name in known))
      .map((name) => `${where}/${name} is unknown`),
    ...Object.keys(given)
      .filter((name) => name in known)
      .flatMap((name) => misfits(resolve(known[name]), given[name], `${where}/${name}`)),
  ];
}

const operations = {
  file: at(document, 'paths', '/v1/reports/{reportId}/files/{n}', 'put'),
  report: at(document, 'paths', '/v1/reports', 'post'),
};

describe('intake.openapi.yaml', function () {
  this.timeout(30_000);

  it('is OpenAPI 3.1 in which every reference points somewhere and nothing is unused', () => {
    assert.match(String(document.openapi), /^3\.1\.\d+$/);
    const used = new Set<string>();
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('$ref' in node) {
        used.add(String(node.$ref));
        resolve(node);
      }
      Object.values(node).forEach(walk);
    };
    walk(document);
    const components = document.components as Record<string, Node>;
    for (const [kind, all] of Object.entries(components)) {
      if (kind === 'securitySchemes') continue;
      for (const name of Object.keys(all))
        assert.ok(used.has(`#/components/${kind}/${name}`), `${kind}/${name} is unused`);
    }
    for (const requirement of document.security as Node[]) {
      for (const name of Object.keys(requirement)) at(document, 'components', 'securitySchemes', name);
    }
    const ids = Object.values(operations).map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('describes every problem that the server can state, as it states it, and no other', () => {
    const described = new Set(Object.values(operations).flatMap(({ responses }) => Object.keys(responses as Node)));
    assert.deepEqual([...described].sort(), ['200', '201', ...Object.keys(problems)].sort());
    for (const status of Object.keys(problems).map(Number) as ProblemStatus[]) {
      const { headers, body } = problem(status);
      const operation = status === 422 ? operations.report : operations.file;
      const response = at(operation, 'responses', String(status));
      const schema = at(response, 'content', headers['content-type'] ?? '', 'schema');
      assert.deepEqual(misfits(schema, JSON.parse(body)), [], `${status}`);
      // Allow is put on by the handler, and looked at below.
      const promised = Object.keys((response.headers as Node | undefined) ?? {}).filter((name) => name !== 'Allow');
      for (const name of promised) assert.ok(headers[name.toLowerCase()] !== undefined, `${status} lacks ${name}`);
    }
  });

  it('names the limits that the server has', () => {
    const file = at(operations.file, 'requestBody', 'content', 'application/octet-stream', 'schema');
    assert.equal(file.maxLength, intakeLimits.file);
    const parameters = at(document, 'paths', '/v1/reports/{reportId}/files/{n}').parameters as unknown[];
    const n = parameters.map(resolve).find(({ name }) => name === 'n');
    assert.equal(at(n, 'schema').maximum, intakeLimits.files);
    assert.match(JSON.stringify(document), /1 000 000 bytes at most/);
    assert.equal(intakeLimits.report, 1_000_000);
  });

  it('holds for what the server says on a walk through all of it', async () => {
    const desk = await deskWithBot();
    const server = await serveInProcess(desk.dir);
    const id = newReportId();
    const bare = { 'content-type': 'text/plain' };
    const walk = [putting(id, 1), putting(newReportId(), 1), putting(id, 0), putting(id, 21), putting('x', 1)].flatMap(
      (what) => [what, what, { ...what, headers: bare }, { ...what, token: 'a.b.c' }, { ...what, method: 'PATCH' }],
    );
    const reports = [
      posting(id, sealedFor(id)),
      posting(id, Buffer.from('x')),
      posting(newReportId(), Buffer.from('x')),
    ];
    const more = reports.flatMap((what) => [what, what, { ...what, headers: bare }, { ...what, token: null }]);
    const seen = new Set<string>();
    for (const [operation, all] of [
      [operations.file, walk],
      [operations.report, more],
    ] as const) {
      for (const what of all) {
        const token = await tokenOf(desk.signingKey, server.url);
        const said = await ask(server.url, { token, ...what });
        const response = at(operation, 'responses', String(said.status));
        const type = said.headers['content-type'] ?? '';
        assert.deepEqual(misfits(at(response, 'content', type, 'schema'), JSON.parse(said.text)), [], `${said.status}`);
        for (const name of Object.keys((response.headers as Node | undefined) ?? {})) {
          assert.ok(said.headers[name.toLowerCase()] !== undefined, `${said.status} lacks ${name}`);
        }
        seen.add(String(said.status));
      }
    }
    await server.stop();
    desk.remove();
    assert.deepEqual([...seen].sort(), ['200', '201', '400', '401', '405', '413', '415', '422']);
  });
});
