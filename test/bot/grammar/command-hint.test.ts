import { commands } from '../../../bot/commands';
import { commandHint } from '../../../bot/grammar/command-hint';
import { commandsSchema } from '../../../playground/page/wire/commands';

const hints = commands.map(({ spec }) => commandHint(spec));

function hintOf(name: string) {
  return hints.find((hint) => hint.name === name);
}

it('a hint says of each argument what it is and which word announces it, so that it can be completed', () => {
  expect(hintOf('deploy')).toMatchObject({
    usage: 'deploy <version> [to <environment>] [-- <reason>]',
    summary: 'Bring a version to an environment, after approval',
    arguments: [
      { name: 'version', kind: 'version', required: true },
      { name: 'environment', kind: 'environment', required: false, after: 'to' },
    ],
  });
  expect(hintOf('acknowledge')?.arguments).toEqual([{ name: 'alert', kind: 'alert', required: true }]);
  expect(hintOf('retraining')?.arguments).toEqual([{ name: 'retraining', kind: 'retraining', required: true }]);
});

it('a command of two words and one without arguments have hints too', () => {
  expect(hintOf('set champion')?.arguments.map(({ kind }) => kind)).toEqual(['version']);
  expect(hintOf('status')).toMatchObject({ usage: 'status', arguments: [], examples: ['status'] });
});

it('every command has its hint, in the order of help, as the page reads it', () => {
  expect(hints.map(({ name }) => name)).toEqual(commands.map(({ spec }) => spec.name));
  expect(commandsSchema.parse({ commands: hints }).commands).toEqual(hints);
});

it('a hint holds nothing but what help tells everybody', () => {
  const told = new Set(hints.flatMap((hint) => Object.keys(hint)));
  expect([...told].sort()).toEqual(['arguments', 'examples', 'name', 'summary', 'usage']);
});
