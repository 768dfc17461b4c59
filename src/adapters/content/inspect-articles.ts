// Finds what is wrong between articles: ids, dead follow-ups, wordings that stand twice or in two articles. It looks at no file and
// judges no sentence.
import type { Article, ArticleLanguage, OutOfScope } from '../../core/questions/article.js';

const languages: ArticleLanguage[] = ['en', 'sv'];

/** Two wordings that differ in case, accents or punctuation only are one wording to the finder. */
const sameness = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** A line for each fault: file, what is wrong, what to do. */
export function inspectArticles(articles: Article[], outOfScope: OutOfScope): string[] {
  const faults: string[] = [];
  const ids = new Set(articles.map(({ id }) => id));
  const owners = new Map<string, string>();
  const claim = (file: string, text: string) => {
    const key = sameness(text);
    const owner = owners.get(key);
    if (key === '') return;
    if (owner === undefined) owners.set(key, file);
    else if (owner === file) faults.push(`${file}: "${text}" stands twice; take one out`);
    else faults.push(`${file}: "${text}" contradicts ${owner}, which has it too; leave it in one of them`);
  };
  for (const { id, followUps, wordings, reviewed, reviewBy } of articles) {
    const file = `content/articles/${id}.yaml`;
    for (const next of followUps) {
      if (next === id || !ids.has(next)) faults.push(`${file}: follow-up ${next} leads nowhere; name another article`);
    }
    if (reviewBy <= reviewed) faults.push(`${file}: reviewBy must be later than reviewed`);
    for (const text of languages.flatMap((language) => wordings[language])) claim(file, text);
  }
  // a question may stand in both languages there: "esta", "test"
  const others = new Map(languages.flatMap((language) => outOfScope[language]).map((text) => [sameness(text), text]));
  for (const text of others.values()) claim('content/out-of-scope.yaml', text);
  return faults;
}

/** Articles whose review was due before `today` (`YYYY-MM-DD`). */
export function findOverdue(articles: Article[], today: string): string[] {
  return articles
    .filter(({ reviewBy }) => reviewBy < today)
    .map(
      ({ id, reviewBy }) => `content/articles/${id}.yaml: the review was due ${reviewBy}; compare it with its sources`,
    );
}
