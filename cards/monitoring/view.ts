import { alertName } from '../../domain/ids';
import type { Alert, ImageAlert, JudgementAlert, ObservationAlert } from '../../domain/monitoring/alert';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { RetrainingRoom } from '../../domain/retraining/may-retrain';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import type { Retraining } from '../../domain/retraining/retraining';
import type { ServingRecord } from '../../domain/release/release';
import { cutText } from '../elements/cut-text';
import type { People } from '../words/people';

/** All that the card of an alert about evaluations is made from. */
export interface AlertView {
  readonly alert: JudgementAlert;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
  /** What counts against the version now: the newest such evaluation, at first the one that raised the alert. */
  readonly evaluation: Evaluation;
  /** The counted evaluations of the environment's last windows, oldest first. */
  readonly trend: readonly Evaluation[];
  /** The newest counted evaluation there that was ok. */
  readonly lastGood?: Evaluation;
  /** The applied policies; absent: no longer judged, or nothing is retrained. */
  readonly monitoring?: MonitoringPolicy;
  readonly retraining?: RetrainingPolicy;
  /** The retraining that is under way there. */
  readonly open?: Retraining;
  readonly room: RetrainingRoom;
  readonly serving?: ServingRecord;
}

/** All that the card of an alert about what was seen is made from. */
export interface ObservationAlertView {
  readonly alert: ObservationAlert;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
}

/** All that the card of an alert about lost images is made from. */
export interface ImageAlertView {
  readonly alert: ImageAlert;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
}

/** What every alert's card has. */
export interface AnyAlertView {
  readonly alert: Alert;
  readonly title: string;
  readonly people: People;
}

/** Names from outside, short enough to stand in every sentence. */
export interface AlertNames {
  readonly project: string;
  readonly version: string;
  readonly environment: string;
  /** `a9` */
  readonly alert: string;
}

const nameBytes = 48;

export function alertNames({ alert, title }: Pick<AnyAlertView, 'alert' | 'title'>): AlertNames {
  return {
    project: cutText(title, nameBytes),
    version: cutText(alert.version, nameBytes),
    environment: cutText(alert.environment, nameBytes),
    alert: alertName(alert.number),
  };
}
