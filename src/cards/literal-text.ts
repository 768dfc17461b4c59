// Makes a person's text show as it was typed. It goes into a TextRun, which the format defines as free of Markdown; the one thing
// that a TextRun still interprets are the functions {{DATE(…)}} and {{TIME(…)}}, which are broken here by an invisible joiner.

/** For every place on a card that shows what a person wrote (not for the value of an input, which is shown as it is). */
export const literalText = (text: string): string => text.replace(/\{(?=\{(DATE|TIME)\()/g, '{\u2060');
