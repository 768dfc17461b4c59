// Which arguments a sentence in ICU MessageFormat takes. It formats nothing.
import type { IntlMessageFormat } from 'intl-messageformat';

interface Element {
  type: number;
  value?: unknown;
  options?: Record<string, { value: Element[] }>;
}

/** Element types of the ICU parser: 0 is text, 7 the # of a plural; all others name an argument. */
const isArgument = ({ type }: Element) => type !== 0 && type !== 7;

const collect = (elements: Element[]): string[] =>
  elements.flatMap((element) => [
    ...(isArgument(element) ? [String(element.value)] : []),
    ...Object.values(element.options ?? {}).flatMap(({ value }) => collect(value)),
  ]);

/** Sorted, each once. */
export const messageArguments = (sentence: IntlMessageFormat): string[] =>
  [...new Set(collect(sentence.getAst()))].sort();
