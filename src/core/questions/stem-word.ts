// Cuts the endings of Swedish and English words so that forms of one word meet. It is rough on purpose: the letters of the whole word
// are features as well, so a cut too many costs little.

const endings =
  /(?:ernas|arnas|ornas|heten|heter|andet|ande|ingen|ingar|erna|arna|orna|ings|ning|ade|are|ast|ing|ies|het|ens|ets|en|et|ar|er|or|es|ed|ly|na|as|s|t|a|e|n|y)$/;
const shortest = 4;

/** `word` as foldText gives it. Words of four letters and fewer stay whole. */
export function stemWord(word: string): string {
  if (word.length <= shortest || /\d/.test(word)) return word;
  const cut = word.replace(endings, '');
  return cut.length >= shortest - 1 ? cut : word;
}
