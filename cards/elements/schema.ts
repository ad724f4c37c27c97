/*
 * The part of Adaptive Cards 1.5 that Steward uses, plus four elements that only Teams draws. Those always carry a
 * fallback that any client can draw. Type aliases, not interfaces: only aliases are assignable to plain JSON.
 */

export type Colour = 'Default' | 'Good' | 'Warning' | 'Attention' | 'Accent';

export type TextBlock = {
  readonly type: 'TextBlock';
  /** Markdown of the small kind: bold, italic, lists and links. */
  readonly text: string;
  readonly wrap: true;
  readonly style?: 'heading';
  readonly size?: 'Small' | 'Medium' | 'Large';
  readonly weight?: 'Bolder';
  readonly color?: Colour;
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
  readonly spacing?: 'None' | 'Small' | 'Medium';
};

export type Badge = {
  readonly type: 'Badge';
  readonly text: string;
  readonly size: 'Large';
  readonly style: 'Informative' | 'Good' | 'Warning' | 'Attention' | 'Accent';
  readonly fallback: TextBlock;
};

export type ProgressBar = {
  readonly type: 'ProgressBar';
  readonly value: number;
  readonly max: number;
  readonly fallback: TextBlock;
};

export type CodeBlock = {
  readonly type: 'CodeBlock';
  readonly codeSnippet: string;
  readonly language: 'Bash';
  readonly fallback: TextBlock;
};

export type LineChart = {
  readonly type: 'Chart.Line';
  readonly title: string;
  readonly xAxisTitle: string;
  readonly yAxisTitle: string;
  readonly data: readonly {
    readonly legend: string;
    readonly color: 'good' | 'attention';
    readonly values: readonly { readonly x: number; readonly y: number }[];
  }[];
  readonly fallback: TextBlock;
};

export type TextInput = {
  readonly type: 'Input.Text';
  readonly id: string;
  readonly label: string;
  readonly isRequired: true;
  readonly errorMessage: string;
  readonly isMultiline: true;
  /** Characters. */
  readonly maxLength: number;
};

type Container = {
  readonly type: 'Container';
  readonly id: string;
  readonly isVisible: boolean;
  readonly items: readonly CardElement[];
};

export type CardElement = TextBlock | Badge | ProgressBar | CodeBlock | LineChart | TextInput | Container;

/** What comes back with a click; the inputs around the button are merged into it. */
export type ActionData = {
  /** What the card is about: exactly one of the three. */
  readonly release?: number;
  readonly alert?: number;
  readonly retraining?: number;
  readonly revision: number;
  readonly shown?: string;
  readonly version?: string;
  readonly environment?: string;
};

type SubmitAction = {
  readonly type: 'Action.Submit';
  readonly title: string;
  /** `Action.Submit` has no verb of its own, so clients that fall back to it send it here. */
  readonly data: ActionData & { readonly verb: string };
};

export type ExecuteAction = {
  readonly type: 'Action.Execute';
  readonly title: string;
  readonly verb: string;
  readonly data: ActionData;
  readonly style?: 'positive' | 'destructive';
  readonly fallback: SubmitAction;
};

export type ShowCardAction = {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly card: {
    readonly type: 'AdaptiveCard';
    readonly body: readonly CardElement[];
    readonly actions: readonly ExecuteAction[];
  };
};

export type ToggleAction = {
  readonly type: 'Action.ToggleVisibility';
  readonly title: string;
  readonly targetElements: readonly string[];
};

export type CardAction = ExecuteAction | ShowCardAction | ToggleAction;

export type MentionEntity = {
  readonly type: 'mention';
  /** Must be in a text of the card letter by letter, or Teams drops the mention. */
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
};

export type AdaptiveCard = {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly lang: 'en';
  readonly fallbackText: string;
  readonly speak: string;
  readonly msteams: { readonly width: 'Full'; readonly entities?: readonly MentionEntity[] };
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
};
