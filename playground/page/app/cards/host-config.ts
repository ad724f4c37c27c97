/*
 * How the library draws plain cards so that they look as in Teams. Colours are variables of style/tokens.css: a card
 * follows the theme of the place in which it stands without being drawn again.
 */

function colour(token: string, subtle = token): { readonly default: string; readonly subtle: string } {
  return { default: `var(${token})`, subtle: `var(${subtle})` };
}

const foregroundColors = {
  default: colour('--text', '--text-3'),
  dark: colour('--text', '--text-2'),
  light: colour('--text-2', '--text-3'),
  accent: colour('--accent'),
  good: colour('--good'),
  warning: colour('--warning'),
  attention: colour('--attention'),
};

function ground(token: string): {
  readonly backgroundColor: string;
  readonly foregroundColors: typeof foregroundColors;
} {
  return { backgroundColor: `var(${token})`, foregroundColors };
}

const text = { size: 'default', color: 'default', isSubtle: false, weight: 'default' };
const weights = { lighter: 400, default: 400, bolder: 600 };

export const hostConfig = {
  supportsInteractivity: true,
  /** CSS pixels, as everything here. */
  spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontTypes: {
    default: {
      fontFamily: 'var(--font)',
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: weights,
    },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { small: 12, default: 13, medium: 15, large: 17, extraLarge: 22 },
      fontWeights: weights,
    },
  },
  lineHeights: { small: 17, default: 20, medium: 22, large: 24, extraLarge: 32 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: ground('--ground'),
    emphasis: ground('--ground-2'),
    accent: ground('--accent-ground'),
    good: ground('--good-ground'),
    warning: ground('--warning-ground'),
    attention: ground('--attention-ground'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    /** The style sheet keeps buttons apart, so that a row of them can break. */
    buttonSpacing: 0,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { ...text, weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { ...text, weight: 'bolder' },
    },
    errorMessage: { ...text, size: 'small', color: 'attention' },
  },
  factSet: {
    title: { ...text, weight: 'bolder', wrap: true, maxWidth: 200 },
    value: { ...text, wrap: true },
    spacing: 12,
  },
  textStyles: { heading: { ...text, size: 'large', weight: 'bolder' }, columnHeader: { ...text, weight: 'bolder' } },
  textBlock: { headingLevel: 3 },
};
