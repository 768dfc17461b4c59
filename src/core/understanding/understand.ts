// Reads one message: language, intent, slots, and the words that each value came from. Pure; every text gives an answer, and
// the work grows with the text only. It guesses nothing; an absent slot stays absent.
import type { CompiledKnowledge, CompiledLanguage } from './compile-knowledge.js';
import { decideIntent } from './decide-intent.js';
import { detectLanguage } from './detect-language.js';
import { findPlaces } from './find-places.js';
import type { Cue } from './identifiers/claims.js';
import { findIdentifiers } from './identifiers/find-identifiers.js';
import { matchPhrases, type Hit } from './match-phrases.js';
import { findMoment } from './moments/find-moment.js';
import { Collected } from './collected.js';
import { standingHits } from './standing-hits.js';
import { tokenize, type Token } from './tokens.js';
import { listSlots, type Found, type Span, type Understood } from './understood.js';
import { weighLabels } from './weigh-labels.js';

/** `now` in ms since 1970 UTC; `lang` where the person's language is known. */
export interface Situation {
  now: number;
  zone: string;
  lang?: string | null;
}

/** Longer messages are read up to here: the longest answer that the report form takes. Keeps every message within 20 ms. */
export const longestText = 5000;

const spanOf = (tokens: readonly Token[], { from, to }: Hit): Span => ({
  start: tokens[from]?.start ?? 0,
  end: tokens[to - 1]?.end ?? 0,
});

function cuesOf(hits: readonly Hit[], tokens: readonly Token[]): Cue[] {
  return hits
    .filter(({ topic }) => topic === 'cue')
    .map((hit) => ({ kind: hit.label, ...spanOf(tokens, hit), sentence: tokens[hit.from]?.sentence ?? 0 }))
    .sort((one, other) => one.end - other.end);
}

/** A word behind a comma counts as that many words further away. */
const otherClause = 6;

/** Past or future by the nearest word that says so in the same sentence; past where none does. */
function directionFrom(hits: readonly Hit[], tokens: readonly Token[]) {
  const tenses = hits.filter(({ topic }) => topic === 'tense');
  return (start: number): 'past' | 'future' => {
    const here = tokens.findIndex((token) => token.end > start);
    const sentence = tokens[here]?.sentence;
    const distance = ({ from }: Hit) => {
      const [first, last] = from < here ? [from, here] : [here, from];
      const hasComma = tokens.slice(first + 1, last + 1).some(({ gap }) => /[,:–]/.test(gap));
      return last - first + (hasComma ? otherClause : 0);
    };
    const near = tenses
      .filter(({ from }) => tokens[from]?.sentence === sentence)
      .sort((one, other) => distance(one) - distance(other) || other.weight - one.weight)[0];
    return near?.label === 'future' ? 'future' : 'past';
  };
}

function asksOf(text: string, hits: readonly Hit[], tokens: readonly Token[]): 0 | 1 | 2 {
  const sentences = (tokens.at(-1)?.sentence ?? 0) + 1;
  const openings = new Set(
    hits
      .filter(({ topic, from }) => topic === 'ask' && (tokens[from]?.isFirst || /[,:–-]/.test(tokens[from]?.gap ?? '')))
      .map(({ from }) => tokens[from]?.sentence),
  );
  const marks = (text.match(/\?/g) ?? []).length;
  const asked = Math.max(openings.size, marks);
  return asked === 0 ? 0 : asked >= sentences || sentences === 1 ? 2 : 1;
}

/** The languages to read with: the person's own first, another one too where the text is mixed. */
function languagesFor(knowledge: CompiledKnowledge, tokens: readonly Token[], lang: string | null) {
  const detected = detectLanguage(tokens, knowledge.languages);
  const given = knowledge.languages.find(({ language }) => language === lang);
  const isOther = given && (detected.shares[given.language] ?? 0) < 0.25 && tokens.length >= 4;
  const main = given && !isOther ? given : knowledge.languages.find(({ language }) => language === detected.language);
  const hasSigns = Object.values(detected.shares).some((share) => share > 0);
  const others = knowledge.languages.filter(
    (other) => other !== main && (other === given || !hasSigns || (detected.shares[other.language] ?? 0) >= 0.25),
  );
  return { language: given?.language ?? detected.language, main, others };
}

/** The sentence of the word at or after a position, by halving. */
function sentencesOf(tokens: readonly Token[]) {
  return (position: number): number | undefined => {
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle]?.end ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return tokens[low]?.sentence;
  };
}

export function understand(
  text: string,
  { now, zone, lang = null }: Situation,
  knowledge: CompiledKnowledge,
): Understood {
  const read = text.slice(0, longestText);
  const tokens = tokenize(read);
  const { language, main, others } = languagesFor(knowledge, tokens, lang);
  if (!main) throw new RangeError('The knowledge holds no language.');
  const all = [main, ...others].flatMap(({ phrases }: CompiledLanguage) => matchPhrases(phrases, tokens));
  const hits = standingHits(all, tokens);
  const sentenceAt = sentencesOf(tokens);
  const { identifiers, claims } = findIdentifiers(
    read,
    main.language,
    cuesOf(hits, tokens),
    (one, other) => sentenceAt(one) === sentenceAt(other),
  );
  const isFree = (span: Span) => claims.isFree(span);
  const collected = new Collected();
  for (const slot of listSlots) collected.addAll(slot, identifiers[slot] ?? []);
  collected.addAll('places', findPlaces(read, tokens, knowledge.places, main.places, isFree));
  const moment = findMoment(read, tokens, main.moments, { now, zone }, directionFrom(hits, tokens), isFree);
  if (moment.date) collected.set('date', moment.date);
  if (moment.time) collected.set('time', moment.time);
  const goods = hits.filter(({ topic }) => topic === 'goods');
  collected.addAll(
    'goods',
    goods.map((hit): Found => ({ value: hit.label, ...spanOf(tokens, hit) })),
  );
  const [stage] = weighLabels(hits, 'stage');
  if (stage && stage.weight >= 2) collected.set('stage', { value: stage.label, ...spanOf(tokens, stage.hit) });
  const [ongoing] = weighLabels(hits, 'ongoing');
  if (ongoing) collected.set('ongoing', { value: ongoing.label === 'now', ...spanOf(tokens, ongoing.hit) });
  const [danger] = weighLabels(hits, 'danger');
  const enough = ongoing?.label === 'now' ? 1 : 2;
  if (danger && danger.label === 'yes' && danger.hit.weight >= enough)
    collected.set('danger', { value: true, ...spanOf(tokens, danger.hit) });
  const intent = decideIntent(hits, tokens, collected.slots(), asksOf(read, hits, tokens));
  if (intent !== 'report') collected.keepNumbersOnly(intent);
  return { lang: language, intent, slots: collected.slots(), spans: collected.spans };
}
