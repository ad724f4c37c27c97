import type { CheckedImage } from '../images/kept-image';
import type { EnvironmentObservation } from '../observation/observation';
import type { Instant } from '../release/release';

/** decay: breaches in a row. failed: evaluations fail. blind: rows or outcomes are missing, so nobody can tell. */
export const judgementAlertKinds = ['decay', 'failed', 'blind'] as const;
export type JudgementAlertKind = (typeof judgementAlertKinds)[number];

/** Of what runs: it does not work as it should, somebody changed it, or it cannot be seen for long. */
export const observationAlertKinds = ['degraded', 'drifted', 'unseen'] as const;
export type ObservationAlertKind = (typeof observationAlertKinds)[number];

/** Of what is kept: images of the last served releases are not whole any more. */
export type ImageAlertKind = 'image_missing';

export const alertStates = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** What people see of trouble with a version that serves: `a9`, one live card. */
export type Alert = JudgementAlert | ObservationAlert | ImageAlert;

export type AlertKind = Alert['kind'];

/** About evaluations that count against the version. */
export interface JudgementAlert extends AlertFrame {
  readonly kind: JudgementAlertKind;
  /** The evaluation that raised it. */
  readonly raisedBy: number;
}

/** About what was seen of what runs. */
export interface ObservationAlert extends AlertFrame {
  readonly kind: ObservationAlertKind;
  /** As it was when the alert last changed. */
  readonly observed: EnvironmentObservation;
}

/** About the images that were asked for. */
export interface ImageAlert extends AlertFrame {
  readonly kind: ImageAlertKind;
  /** Those that are not whole, newest release first, as they were when the alert last changed. */
  readonly images: readonly CheckedImage[];
}

export function isJudgementAlert(alert: Alert): alert is JudgementAlert {
  return 'raisedBy' in alert;
}

export function isImageAlert(alert: Alert): alert is ImageAlert {
  return 'images' in alert;
}

export function isObservationAlert(alert: Alert): alert is ObservationAlert {
  return 'observed' in alert;
}

interface AlertFrame {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly version: string;
  readonly state: AlertState;
  readonly revision: number;
  readonly raisedAt: Instant;
  readonly acknowledged?: { readonly by: string; readonly at: Instant };
  /** Silent until then; a further breach does not wake it, the end of the time does. */
  readonly snoozed?: { readonly by: string; readonly at: Instant; readonly until: Instant; readonly reason?: string };
  readonly closed?: {
    readonly at: Instant;
    /** `removed`: the project file has no such environment any more. */
    readonly why: 'recovered' | 'replaced' | 'removed';
    readonly evaluation?: number;
    /** What served instead when it was closed as replaced, and since when. */
    readonly by?: string;
    readonly since?: Instant;
  };
}
