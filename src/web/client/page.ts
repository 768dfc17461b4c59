// The page around the chat as the script sees it: which language it shows, what it says about the line, and whether the chat
// is open. It writes text only, never markup.

/** Keys under `page` in the wording. */
export type SpokenKey = 'title' | 'connecting' | 'lostLine' | 'ended' | 'sendFailed' | 'chatLabel' | 'languageSwitch';

interface Config {
  language: string;
  languages: string[];
  texts: Record<string, Record<SpokenKey, string>>;
  /** Address of the Web Chat bundle. */
  webchat: string;
}

export interface Page {
  readonly config: Config;
  language(): string;
  setLanguage(language: string): void;
  /** Shows the chat in place of the introduction. */
  open(): void;
  /** A word on the state of the line, or none. */
  status(key: SpokenKey | null): void;
  /** A word that must be heard at once, or none. */
  alert(key: SpokenKey | null): void;
  readonly start: HTMLElement;
  readonly again: HTMLElement;
  readonly webchat: HTMLElement;
  readonly chat: HTMLElement;
  onSwitch(listener: (language: string) => boolean): void;
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

export function createPage(): Page {
  const config = JSON.parse(find('config').textContent ?? '') as Config;
  const root = document.documentElement;
  const spoken = new Map<HTMLElement, SpokenKey>();
  const switches = [...document.querySelectorAll<HTMLElement>('[data-switch]')];

  const language = () => root.lang;
  const text = (key: SpokenKey) => config.texts[language()]?.[key] ?? '';

  function say(element: HTMLElement, key: SpokenKey | null): void {
    if (key === null) spoken.delete(element);
    else spoken.set(element, key);
    // Emptied as well as hidden: what appears in a live region is read out, what was there already is not.
    element.textContent = key === null ? '' : text(key);
    element.hidden = key === null;
  }

  function showLanguage(): void {
    document.title = text('title');
    find('chat').setAttribute('aria-label', text('chatLabel'));
    find('languages').setAttribute('aria-label', text('languageSwitch'));
    for (const link of switches) {
      if (link.dataset.switch === language()) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    for (const [element, key] of spoken) element.textContent = text(key);
  }

  showLanguage();
  return {
    config,
    language,
    setLanguage(next) {
      if (next === language() || !config.languages.includes(next)) return;
      root.lang = next;
      showLanguage();
    },
    open: () => document.body.classList.add('running'),
    status: (key) => say(find('status'), key),
    alert: (key) => say(find('alert'), key),
    start: find('start'),
    again: find('again'),
    webchat: find('webchat'),
    chat: find('chat'),
    onSwitch(listener) {
      for (const link of switches) {
        link.addEventListener('click', (event) => {
          if (listener(link.dataset.switch ?? '')) event.preventDefault();
        });
      }
    },
  };
}
