// What the finder knows: articles with the many wordings in which people ask for them, and questions that are not ours to answer.
// Plain data from content/; it holds nothing that a person wrote to the bot.

/** The languages in which every article is complete. */
export const articleLanguages = ['en', 'sv'] as const;
export type ArticleLanguage = (typeof articleLanguages)[number];

type PerLanguage<T> = Record<ArticleLanguage, T>;

/** Who states the facts: the authority's own programme page, another page of it, the law, somebody else, or nobody. */
export type Tier = 'seed' | 'tv' | 'law' | 'other' | 'none';

export interface Article {
  /** Topic name, for ever: `mou.what`. */
  id: string;
  tier: Tier;
  title: PerLanguage<string>;
  /** `short` answers the question alone; `details` add to it, one statement each. */
  answer: PerLanguage<{ short: string; details: string[] }>;
  sources: { name: string; url: string }[];
  /** Local dates, `YYYY-MM-DD`: when somebody last compared the answer with its sources, and when that is due again. */
  reviewed: string;
  reviewBy: string;
  /** What the reader must know about how long the rule holds; null where nothing is known to change. */
  validity: PerLanguage<string> | null;
  /** Ids of articles that people often want next. */
  followUps: string[];
  audience: 'everybody' | 'coordinators';
  /** How people ask for it: whole questions, keywords, slips and all. */
  wordings: PerLanguage<string[]>;
}

/** Article ids with no others: what the finder needs of an article. */
export type Findable = Pick<Article, 'id' | 'wordings'>;

/** Questions that the bot must not answer, by language: the finder's class of its own. */
export type OutOfScope = PerLanguage<string[]>;

/** Words that mean the same to us, by group name, in all languages together. `*` at the end stands for every ending. */
export type Synonyms = Record<string, string[]>;

export interface Finding {
  language: ArticleLanguage;
  /** `answer`: the first article is shown; `clarify`: a choice of two to four; `none`: the bot does not know. */
  kind: 'answer' | 'clarify' | 'none';
  /** Best first; beside an `answer` at most two that come next; empty for `none`. */
  articles: string[];
  /** 0 to 1: how likely the first article is right; for `none`, how likely it is that no article is. */
  confidence: number;
}
