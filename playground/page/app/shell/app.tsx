import { useState } from 'preact/hooks';
import { Channel } from '../chat/channel';
import { LiveRegion } from '../chat/live-region';
import { Guide } from '../guide/guide';
import { SkipToStep } from '../guide/skip-to-step';
import { OutsideDrawer } from '../outside/outside-drawer';
import { Panel } from '../panel/panel';
import { usePart } from '../state/use-part';
import { StoryBar } from '../story/story-bar';
import { Sidebar } from './sidebar';
import { TopBar } from './top-bar';
import { useTheme } from './use-theme';
import { ViewSwitch } from './view-switch';

/** The whole window: who and where on the left, the conversation in the middle, the model beside it. */
export function App() {
  const theme = usePart((state) => state.theme);
  const view = usePart((state) => state.view);
  const started = usePart((state) => state.started);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [askedForCompose, setAskedForCompose] = useState(0);
  useTheme(theme);
  if (!started) return <p class="starting">Connecting to the playground…</p>;
  return (
    <div class="window" data-view={view}>
      <a class="skip" href="#compose">
        Skip to writing a message
      </a>
      <SkipToStep />
      <TopBar isDrawerOpen={isDrawerOpen} onMenu={() => setDrawerOpen(!isDrawerOpen)} />
      <Sidebar isOpen={isDrawerOpen} onClose={() => setDrawerOpen(false)} />
      <main class="conversation" aria-label="Conversation">
        <Guide onLookAround={() => setAskedForCompose(askedForCompose + 1)} />
        <StoryBar />
        <Channel askedForCompose={askedForCompose} />
      </main>
      <aside class="beside" aria-label="The model and the world around it">
        <div class="beside-model">
          <Panel />
        </div>
        <div class="beside-world">
          <OutsideDrawer />
        </div>
      </aside>
      <ViewSwitch />
      <LiveRegion />
    </div>
  );
}
