// Web Chat in the colours and letters of the page, read from the page's own variables, so that light, dark and contrast are
// decided in one place (shell-style.ts).

const variable = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Ms. Longer than the page tries to send (post-reliably), so that nobody is told "failed" too early. */
const sendTimeout = 75_000;
const sendTimeoutForAttachments = 180_000;

export function styleOptions(): Record<string, unknown> {
  const paper = variable('paper');
  const ink = variable('ink');
  const soft = variable('soft');
  const line = variable('line');
  const accent = variable('accent');
  const accentInk = variable('accent-ink');
  return {
    adaptiveCardsParserMaxVersion: '1.5',
    sendTimeout,
    sendTimeoutForAttachments,
    maxMessageLength: 10_000,
    sendBoxTextWrap: true,
    hideUploadButton: false,
    uploadMultiple: true,
    sendAttachmentOn: 'attach',
    enableUploadThumbnail: false,
    suggestedActionLayout: 'flow',
    groupTimestamp: 300_000,
    // A card that is longer than the screen is shown from its top, not from its last button.
    autoScrollSnapOnPage: true,

    primaryFont: variable('font'),
    accent,
    subtle: soft,
    backgroundColor: paper,
    timestampColor: soft,
    bubbleBackground: paper,
    bubbleBorderColor: line,
    bubbleBorderRadius: 8,
    bubbleTextColor: ink,
    bubbleMaxWidth: 620,
    bubbleMinWidth: 120,
    bubbleFromUserBackground: variable('mine'),
    bubbleFromUserBorderColor: variable('mine'),
    bubbleFromUserBorderRadius: 8,
    bubbleFromUserTextColor: ink,
    cardEmphasisBackgroundColor: variable('ground'),
    cardPushButtonBackgroundColor: accent,
    cardPushButtonTextColor: accentInk,

    sendBoxBackground: paper,
    sendBoxTextColor: ink,
    sendBoxPlaceholderColor: soft,
    sendBoxBorderTop: `solid 1px ${line}`,
    sendBoxHeight: 52,
    sendBoxButtonColor: accent,
    sendBoxButtonColorOnDisabled: soft,
    sendBoxButtonShadeColorOnActive: variable('mine'),
    sendBoxButtonShadeColorOnHover: variable('mine'),
    sendBoxButtonShadeColorOnDisabled: paper,
    sendBoxButtonKeyboardFocusIndicatorBorderColor: variable('focus'),
    sendBoxButtonKeyboardFocusIndicatorBorderWidth: 2,

    suggestedActionBackgroundColor: paper,
    suggestedActionTextColor: accent,
    suggestedActionBorderColor: accent,
    suggestedActionBorderRadius: 6,
    suggestedActionBorderWidth: 1.5,
    suggestedActionHeight: 44,
    suggestedActionBackgroundColorOnHover: variable('mine'),
    suggestedActionBackgroundColorOnActive: variable('mine'),
    suggestedActionKeyboardFocusIndicatorBorderColor: variable('focus'),
    suggestedActionKeyboardFocusIndicatorBorderStyle: 'solid',
    suggestedActionKeyboardFocusIndicatorBorderWidth: 2,
    suggestedActionsVisualKeyboardIndicatorColor: variable('focus'),

    transcriptVisualKeyboardIndicatorColor: variable('focus'),
    transcriptActivityVisualKeyboardIndicatorColor: variable('focus'),
    transcriptTerminatorBackgroundColor: soft,
    transcriptTerminatorColor: paper,
    notificationText: ink,
    toastErrorBackgroundColor: variable('notice'),
    toastErrorColor: variable('notice-ink'),
    toastInfoBackgroundColor: variable('notice'),
    toastInfoColor: variable('notice-ink'),
    toastWarnBackgroundColor: variable('notice'),
    toastWarnColor: variable('notice-ink'),
    // The page itself says how the line is, in words that stay until it is back.
    hideToaster: true,
  };
}

/** How cards are coloured. Containers that warn keep dark text on their own light ground, in both modes. */
export function cardHostConfig(): Record<string, unknown> {
  const ink = variable('ink');
  const soft = variable('soft');
  const urgent = variable('urgent');
  const colours = (text: string, faint: string) => ({
    default: { default: text, subtle: faint },
    accent: { default: variable('accent'), subtle: variable('accent') },
    attention: { default: urgent, subtle: urgent },
    dark: { default: text, subtle: faint },
    light: { default: text, subtle: faint },
    good: { default: text, subtle: faint },
    warning: { default: text, subtle: faint },
  });
  const notice = variable('notice-ink');
  const warning = { backgroundColor: variable('notice'), foregroundColors: colours(notice, notice) };
  const raised = { backgroundColor: variable('ground'), foregroundColors: colours(ink, soft) };
  return {
    fontFamily: variable('font'),
    fontSizes: { small: 14, default: 16, medium: 18, large: 21, extraLarge: 26 },
    fontWeights: { lighter: 400, default: 400, bolder: 650 },
    lineHeights: { small: 20, default: 24, medium: 24, large: 28, extraLarge: 32 },
    spacing: { small: 6, default: 12, medium: 16, large: 20, extraLarge: 28, padding: 12 },
    separator: { lineThickness: 1, lineColor: variable('line') },
    supportsInteractivity: true,
    containerStyles: {
      default: { backgroundColor: 'transparent', foregroundColors: colours(ink, soft) },
      emphasis: raised,
      accent: raised,
      good: raised,
      attention: warning,
      warning,
    },
    actions: {
      actionAlignment: 'stretch',
      actionsOrientation: 'vertical',
      buttonSpacing: 8,
      maxActions: 100,
      showCard: { actionMode: 'inline', inlineTopMargin: 8 },
      spacing: 'default',
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 12,
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { suffix: ' *', suffixColor: 'attention' },
        optionalInputs: {},
      },
      errorMessage: { color: 'attention', weight: 'bolder', spacing: 'small' },
    },
    textBlock: { headingLevel: 2 },
  };
}
