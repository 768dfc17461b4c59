// Which of the matched phrases stand: a phrase of topic `void` takes away those it overlaps ("paid in cash" is no cash), a denial the
// goods right after it. It adds nothing.
import type { Hit } from './match-phrases.js';
import type { Token } from './tokens.js';

const overlaps = (one: Hit, other: Hit) => one.from < other.to && other.from < one.to;
const joins = new Set(['or', 'nor', 'and', 'eller', 'och', 'any']);

/** "not drugs", "varken knark eller vapen": the goods that begin where a denial ends, and those joined to them. */
function deniedGoods(goods: Hit[], denials: Hit[], tokens: readonly Token[]): Set<Hit> {
  const denied = new Set<Hit>();
  const ends = new Set(denials.map(({ to }) => to));
  const deniedEnds = new Set<number>();
  for (const hit of goods) {
    const before = tokens[hit.from - 1]?.lower ?? '';
    const gap = tokens[hit.from]?.gap ?? '';
    const isDenied = ends.has(hit.from) || (ends.has(hit.from - 1) && !/[,.:;]/.test(gap));
    const isJoined = deniedEnds.has(hit.from - 1) && joins.has(before);
    const isListed = deniedEnds.has(hit.from) && gap.startsWith(',');
    if (!isDenied && !isJoined && !isListed) continue;
    denied.add(hit);
    deniedEnds.add(hit.to);
  }
  return denied;
}

/** Hits of the topics `void` and `deny` themselves are left out. */
export function standingHits(hits: Hit[], tokens: readonly Token[]): Hit[] {
  const voids = hits.filter(({ topic }) => topic === 'void');
  const denials = hits.filter(({ topic }) => topic === 'deny');
  const left = hits.filter(
    (hit) =>
      !['void', 'deny'].includes(hit.topic) &&
      !voids.some(
        (other) => (other.label === hit.topic || other.label === `${hit.topic}_${hit.label}`) && overlaps(other, hit),
      ),
  );
  const goods = left.filter(({ topic }) => topic === 'goods');
  const denied = deniedGoods(goods, denials, tokens);
  return left.filter((hit) => !denied.has(hit));
}
