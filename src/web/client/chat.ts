// Starts the chat when a person presses the button, and at once where this tab has a conversation already. Joins the page, the
// session, the steady line and Web Chat; what each of them does is theirs.
import { createPage } from './page.js';
import { forgetSession, loadSession, newSession, renewSession, saveSession, type Session } from './session.js';
import { createSteadyLine, type LineState } from './steady-line.js';
import { cardHostConfig, styleOptions } from './style-options.js';
import { withSwedish } from './swedish-strings.js';
import { loadWebChat, type Activity, type Store, type WebChat } from './web-chat.js';

/** Must be read while the script runs for the first time. */
const nonce = document.currentScript?.nonce ?? '';
const page = createPage();
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const locales: Record<string, string> = { en: 'en-US', sv: 'sv-SE' };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps trying what needs the network, with words about it, until it is done. */
async function insist<T>(attempt: () => Promise<T | 'unreachable'>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const result = await attempt();
    if (result !== 'unreachable') return result;
    page.status('lostLine');
    await sleep(Math.min(15_000, 1000 * 2 ** tries) * (0.5 + Math.random()));
  }
}

function showEnd(): void {
  forgetSession();
  page.status('ended');
  page.again.hidden = false;
}

function showState(state: LineState): void {
  if (state === 'connecting') page.status('connecting');
  else if (state === 'online') page.status(null);
  else if (state === 'lost') page.status('lostLine');
}

/** Shows the first words of a new conversation from their beginning; Web Chat would show the end of a long card. */
function showBeginning(): void {
  setTimeout(() => page.webchat.querySelector('.webchat__basic-transcript__scrollable')?.scrollTo(0, 0), 400);
}

/** Draws Web Chat, again whenever the language, the colours or the state of the conversation change. */
function createChatView(webChat: WebChat, session: Session): void {
  const store: Store = webChat.createStore();
  let isEnded = false;
  let isSilent = !session.isStarted;

  function draw(): void {
    webChat.renderWebChat(
      {
        directLine: line,
        store,
        nonce,
        locale: locales[page.language()] ?? page.language(),
        disabled: isEnded,
        sendTypingIndicator: false,
        styleOptions: styleOptions(),
        adaptiveCardsHostConfig: cardHostConfig(),
        overrideLocalizedStrings: withSwedish,
      },
      page.webchat,
    );
  }

  function followBot({ locale }: Activity): void {
    const language = locale?.split('-')[0];
    if (language === undefined || language === page.language()) return;
    page.setLanguage(language);
    draw();
  }

  const line = createSteadyLine(webChat, session, {
    state(state) {
      showState(state);
      if (state !== 'ended' && state !== 'erased') return;
      isEnded = true;
      // What a person wished to be deleted goes from the screen too; otherwise they may still need to read it.
      if (state === 'erased') page.webchat.hidden = true;
      else draw();
      showEnd();
    },
    activity(activity) {
      if (activity.from?.role !== 'bot') return;
      page.alert(null);
      if (isSilent) showBeginning();
      isSilent = false;
      followBot(activity);
    },
    notSent: () => page.alert('sendFailed'),
  });

  page.onSwitch((language) => {
    if (isEnded) return false;
    page.setLanguage(language);
    draw();
    store.dispatch({ type: 'WEB_CHAT/SEND_POST_BACK', payload: { value: { action: `language.${language}` } } });
    return true;
  });
  dark.addEventListener('change', draw);
  draw();
}

async function openChat(kept: Session | null): Promise<void> {
  page.open();
  page.status('connecting');
  const loading = insist(() => loadWebChat(page.config.webchat).catch(() => 'unreachable' as const));
  const session = await insist(() => (kept ? renewSession(kept) : newSession(page.language())));
  if (session === 'ended') return showEnd();
  saveSession(session);
  createChatView(await loading, session);
}

function begin(): void {
  const kept = loadSession();
  page.again.addEventListener('click', () => location.reload());
  page.start.addEventListener('click', () => {
    void openChat(null);
    page.chat.focus({ preventScroll: true });
  });
  page.start.hidden = false;
  if (!kept) return;
  page.setLanguage(kept.language);
  void openChat(kept);
}

begin();
