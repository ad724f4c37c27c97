import { useMemo } from 'preact/hooks';
import { CardView } from '../cards/card-view';
import type { Message } from '../../wire/chat';
import { Avatar } from '../shell/avatar';
import { fullTime, shortTime } from './format-time';
import { MessageText } from './message-text';
import { showMessage } from './show-message';

interface MessageViewOf {
  readonly message: Message;
  readonly me: string;
  /** The message with the card that this one tells of. */
  readonly toldOf?: string | undefined;
}

/** One message; drawn again only when it is another one. */
export function MessageView({ message, me, toldOf }: MessageViewOf) {
  const { author } = message;
  const isMine = author.kind === 'person' && author.objectId === me;
  return useMemo(() => <MessageArticle message={message} isMine={isMine} toldOf={toldOf} />, [message, isMine, toldOf]);
}

interface MessageArticleOf extends Pick<MessageViewOf, 'message' | 'toldOf'> {
  readonly isMine: boolean;
}

function MessageArticle({ message, isMine, toldOf }: MessageArticleOf) {
  const { id, author, at, editedAt, deleted } = message;
  const time = shortTime(at, new Date());
  return (
    <article class="message" data-message={id} data-mine={isMine} tabIndex={-1} aria-label={`${author.name}, ${time}`}>
      <Avatar name={author.name} isBot={author.kind === 'bot'} />
      <p class="message-head">
        <span class="message-author">{author.name}</span>{' '}
        <time dateTime={at} title={fullTime(at)}>
          {time}
        </time>
        {editedAt !== undefined && !deleted && (
          <span class="message-edited" title={fullTime(editedAt)}>
            {' '}
            Edited
          </span>
        )}
      </p>
      <div class="message-body">
        {deleted ? <p class="message-deleted">This message was deleted.</p> : <MessageContent message={message} />}
        {toldOf !== undefined && (
          <button class="card-link" onClick={() => showMessage(toldOf)}>
            Show the card
          </button>
        )}
      </div>
    </article>
  );
}

function MessageContent({ message }: { readonly message: Message }) {
  return (
    <>
      <MessageText message={message} />
      {message.card !== undefined && <CardView message={message} />}
    </>
  );
}
