import type { Conversation } from '../../database/conversations';
import type { Database } from '../../database/database';
import type { AppliedProject } from '../../database/projects';
import type { Logger } from '../../domain/logger';
import type { MonitorEngine, RegistrationEngine, ReleaseEngine } from '../../domain/ports/engine';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';
import type { ChatUser } from '../../domain/ports/chat';
import type { Instant } from '../../domain/release/release';
import type { ChatAnswer } from '../teams/chat-event';
import type { CommandSpec } from '../grammar/command-spec';
import type { Invocation } from '../grammar/invocation';

export interface BotDependencies {
  readonly database: Database;
  readonly releases: ReleaseEngine;
  readonly registrations: RegistrationEngine;
  readonly monitors: Pick<MonitorEngine, 'evaluate'>;
  readonly retrainings: RetrainingDesk;
  /** Draws an alert's card anew in its channel. */
  readonly showAlert: (key: { readonly alert: number }) => Promise<unknown>;
  /** The package files that lie in the inbox, by bare name, newest first; at most 50. */
  readonly listInbox: () => Promise<readonly string[]>;
  readonly now: () => Instant;
  readonly logger: Logger;
}

/** One asked-for command and where it came from. */
export interface CommandCall {
  readonly invocation: Invocation;
  readonly user: ChatUser;
  readonly conversation: Conversation;
  /** The same for every delivery of the same message or click. */
  readonly deliveryKey: string;
  readonly receivedAt: Instant;
  /** For a button: the message it is on, what that card is about, and the revision that was shown. */
  readonly button?: {
    readonly activityId: string;
    readonly revision?: number;
    readonly alert?: number;
    readonly retraining?: number;
  };
}

/** A command: what is known of it, and what it does. */
export interface Command {
  readonly spec: CommandSpec;
  readonly run: (deps: BotDependencies, call: CommandCall) => Promise<ChatAnswer>;
}

/** A command that works on the conversation's project, by a person whom its permission was checked for. */
export interface ProjectCall extends CommandCall {
  readonly project: AppliedProject;
}

export function textReply(text: string): ChatAnswer {
  return { message: { kind: 'text', text } };
}
