// The page around the chat: usable before any script has run, in every language at once (the root's lang shows one of them),
// with the emergency number and the tip line always in sight. It holds no text of its own.
import { escapeHtml, escapeJson, linkPhones, type Phone } from './html.js';
import { shellStyle } from './shell-style.js';

export interface ShellOptions {
  language: string;
  languages: string[];
  text: (language: string, key: string) => string;
  name: (language: string) => string;
  phones: Phone[];
  isDemonstration: boolean;
  nonce: string;
  scripts: { chat: string; webchat: string };
}

/** What the script says by itself, in every language. */
const spokenKeys = ['title', 'connecting', 'lostLine', 'ended', 'sendFailed', 'chatLabel', 'languageSwitch'] as const;

export function renderShell(options: ShellOptions): string {
  const { language, languages, text, name, phones, isDemonstration, nonce, scripts } = options;

  const say = (key: string) => (each: string) => text(each, `page.${key}`);
  /** The same in every language; the style shows the one of the root. */
  const inAll = (saying: (language: string) => string) =>
    languages
      .map((each) => `<span lang="${each}" data-lang="${each}">${linkPhones(saying(each), phones)}</span>`)
      .join('');
  const spoken = Object.fromEntries(
    languages.map((each) => [each, Object.fromEntries(spokenKeys.map((key) => [key, say(key)(each)]))]),
  );
  const config = { language, languages, texts: spoken, webchat: `/assets/${scripts.webchat}` };
  const switches = languages.map((each) => {
    const current = each === language ? ' aria-current="true"' : '';
    const own = escapeHtml(text(each, 'language.name'));
    return `<a href="?lang=${each}" lang="${each}" hreflang="${each}" data-switch="${each}"${current}>${own}</a>`;
  });
  const onlyOwn = languages
    .map((each) => `:root[lang="${each}"] [data-lang]:not([data-lang="${each}"]){display:none}`)
    .join('\n');

  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(say('title')(language))}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style nonce="${nonce}">${shellStyle}\n${onlyOwn}</style>
</head>
<body>
<a class="skip" href="#chat">${inAll(say('skipToChat'))}</a>
<header>
<p class="name">${inAll(name)}</p>
<nav aria-label="${escapeHtml(say('languageSwitch')(language))}" id="languages">${switches.join('')}</nav>
</header>
<div class="lines">
<p class="urgent">${inAll(say('emergencyLine'))}</p>
<p>${inAll(say('phoneLine'))}</p>
</div>
${isDemonstration ? `<p class="demonstration">${inAll(say('introDemonstration'))}</p>` : ''}
<main>
<section class="lead">
<h1>${inAll(say('heading'))}</h1>
<p>${inAll(isDemonstration ? (each) => text(each, 'welcome.privacy.demonstration') : say('intro'))}</p>
<noscript><p class="notice">${inAll(say('noscript'))}</p></noscript>
<button type="button" id="start" hidden>${inAll(say('start'))}</button>
</section>
<section class="chat" id="chat" tabindex="-1" aria-label="${escapeHtml(say('chatLabel')(language))}">
<p id="status" role="status" class="notice" hidden></p>
<p id="alert" role="alert" class="notice wrong" hidden></p>
<button type="button" id="again" hidden>${inAll(say('startAgain'))}</button>
<div id="webchat"></div>
</section>
</main>
<script type="application/json" id="config">${escapeJson(config)}</script>
<script src="/assets/${scripts.chat}" nonce="${nonce}"></script>
</body>
</html>
`;
}
