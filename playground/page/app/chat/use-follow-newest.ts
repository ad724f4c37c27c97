import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../wire/chat';
import { findMessage, showMessage } from './show-message';
import { useActedCard } from './use-acted-card';

export interface FollowNewest {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** A message that came out of the reader's sight. */
  readonly unseen: string | undefined;
  readonly showUnseen: () => void;
}

/** Pixels from the end that still count as the end. */
const nearEnd = 40;
/** Milliseconds for which a new message may still grow to its height: cards and charts are drawn after it is there. */
const growingMs = 700;

/** Keeps the newest message in sight while the reader is at the end, or wrote it; says otherwise that there is one. */
export function useFollowNewest(newest: Message | undefined, me: string): FollowNewest {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const cameAt = useRef(0);
  const known = useRef<string>(undefined);
  const [unseen, setUnseen] = useState<string>();
  const acted = useActedCard(scroller);

  const goToEnd = (): void => {
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  };

  useLayoutEffect(() => {
    if (newest === undefined || newest.id === known.current) return;
    const isFirst = known.current === undefined;
    known.current = newest.id;
    cameAt.current = performance.now();
    const isMine = newest.author.kind === 'person' && newest.author.objectId === me;
    if (isMine) acted.forget();
    if (isFirst || isAtEnd.current || (isMine && newest.thread === newest.id)) {
      isAtEnd.current = true;
      goToEnd();
      acted.keepInSight();
    } else if (isMine) findMessage(newest.id)?.scrollIntoView({ block: 'nearest' });
    if (!isFirst && !isMine && !isInSight(scroller.current, newest.id)) setUnseen((first) => first ?? newest.id);
  }, [newest, me]);

  useEffect(() => {
    if (content.current === null || scroller.current === null) return;
    const observer = new ResizeObserver(() => {
      // Somebody who unfolds a part of a card wants to read it, not to be brought to its end.
      const isReading = content.current?.contains(document.activeElement) ?? false;
      const isGrowing = performance.now() - cameAt.current < growingMs;
      if (isAtEnd.current && (!isReading || isGrowing)) goToEnd();
      acted.keepInSight();
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  return {
    scroller,
    content,
    onScroll() {
      const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
      isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      if (isAtEnd.current || (unseen !== undefined && isInSight(scroller.current, unseen))) setUnseen(undefined);
    },
    unseen,
    showUnseen() {
      if (unseen !== undefined) showMessage(unseen);
      setUnseen(undefined);
    },
  };
}

function isInSight(scroller: HTMLElement | null, message: string): boolean {
  const element = findMessage(message)?.getBoundingClientRect();
  const window = scroller?.getBoundingClientRect();
  return element !== undefined && window !== undefined && element.top < window.bottom && element.bottom > window.top;
}
