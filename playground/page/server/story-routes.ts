import type { Route } from '../../connector/http';
import type { Story } from '../story/create-story';

/** The story's buttons. */
export function storyRoutes(story: Story): readonly Route[] {
  const button = (path: string, press: () => void): Route => ({
    method: 'POST',
    path,
    handle: () => {
      press();
      return { status: 200, body: {} };
    },
  });
  return [
    button('/story/start', () => story.start()),
    button('/story/pause', () => story.setPaused(true)),
    button('/story/resume', () => story.setPaused(false)),
    button('/story/stop', () => story.stop()),
  ];
}
