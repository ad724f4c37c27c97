import type { Database } from '../../database/database';
import type { ChatGateway } from '../../domain/ports/chat';
import type { Instant } from '../../domain/release/release';

export interface NotifyDependencies {
  readonly database: Database;
  readonly chat: ChatGateway;
  readonly now: () => Instant;
}
