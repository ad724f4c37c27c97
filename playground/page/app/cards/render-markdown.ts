import MarkdownIt, { type StateInline } from 'markdown-it';
import { openLinksOutside } from '../chat/open-links-outside';

const opening = '<at>';
const closing = '</at>';

/** `<at>Name</at>` calls somebody; every other tag stays the text that it is. */
function readMention(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith(opening, state.pos)) return false;
  const end = state.src.indexOf(closing, state.pos);
  if (end < 0 || end + closing.length > state.posMax) return false;
  if (!silent) state.push('mention', '', 0).content = state.src.slice(state.pos + opening.length, end);
  state.pos = end + closing.length;
  return true;
}

function createMarkdown() {
  const known = ['list', 'emphasis', 'link', 'escape', 'entity', 'newline'];
  const markdown = new MarkdownIt('zero', { html: false, linkify: false, breaks: true }).enable(known);
  markdown.validateLink = (address) => /^(?:https?:|mailto:)/i.test(address.trim());
  markdown.inline.ruler.before('escape', 'mention', readMention);
  const { escapeHtml } = markdown.utils;
  markdown.renderer.rules['mention'] = (tokens, at) =>
    `<span class="mention">${escapeHtml(tokens[at]?.content ?? '')}</span>`;
  openLinksOutside(markdown);
  return markdown;
}

const markdown = createMarkdown();

/** The little markdown that Teams knows on cards (bold, italic, lists, links, mentions) as safe HTML. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
