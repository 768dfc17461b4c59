// Reads what the finder learns from: content/articles, content/out-of-scope.yaml, content/synonyms.yaml. It refuses all of it when any
// of it is wrong, and lists every fault at once.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { Article, OutOfScope, Synonyms } from '../../core/questions/article.js';
import { Fault } from '../../ports/fault.js';
import { articleFile, outOfScopeFile, synonymsFile } from './article-schema.js';
import { inspectArticles } from './inspect-articles.js';

export interface Library {
  /** In order of their ids. */
  articles: Article[];
  outOfScope: OutOfScope;
  synonyms: Synonyms;
}

const folder = 'content/articles';
const ending = '.yaml';

/** `root` holds the folder content. Throws Fault `content.wrong` with a line for each fault: file, place, what to do. */
export async function loadArticles(root: string): Promise<Library> {
  const faults: string[] = [];

  async function read<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | null> {
    try {
      const parsed = schema.safeParse(parse(await readFile(join(root, path), 'utf8')));
      if (parsed.success) return parsed.data;
      for (const { path: place, message } of parsed.error.issues) {
        faults.push(`${path}: ${place.join('.') || 'top'}: ${message}`);
      }
    } catch (error) {
      faults.push(`${path}: cannot be read (${error instanceof Error ? error.message.split('\n')[0] : 'unknown'})`);
    }
    return null;
  }

  const names = await readdir(join(root, folder)).catch(() => {
    faults.push(`${folder}: there is no such folder; put it back`);
    return [];
  });
  const articles: Article[] = [];
  for (const name of names.filter((one) => one.endsWith(ending) && !one.startsWith('.')).sort()) {
    const article = await read(`${folder}/${name}`, articleFile);
    if (!article) continue;
    articles.push(article);
    if (`${article.id}${ending}` !== name) {
      faults.push(`${folder}/${name}: id: is ${article.id}; a file is named after its article`);
    }
  }
  const outOfScope = await read('content/out-of-scope.yaml', outOfScopeFile);
  const synonyms = await read('content/synonyms.yaml', synonymsFile);
  // with a file missing, follow-ups to it would be named as dead: one fault is enough
  if (outOfScope && faults.length === 0) faults.push(...inspectArticles(articles, outOfScope));
  if (faults.length > 0 || !outOfScope || !synonyms) {
    throw new Fault('content.wrong', `The content cannot be used. Mend each line:\n${faults.join('\n')}`);
  }
  return { articles, outOfScope, synonyms };
}
