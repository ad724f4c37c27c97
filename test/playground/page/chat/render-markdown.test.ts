import { renderMarkdown } from '../../../../playground/page/app/chat/render-markdown';

describe('renderMarkdown', () => {
  it('shows the bot’s markdown', () => {
    expect(renderMarkdown('Type `help`.\n**Now**')).toBe('<p>Type <code>help</code>.<br>\n<strong>Now</strong></p>\n');
  });

  it('lets neither HTML nor images nor scripts in, as names and errors come from outside', () => {
    const html = renderMarkdown('<img src=x onerror=alert(1)> ![a](http://e.example/x.png) [b](javascript:alert)');
    expect(html).not.toMatch(/<img|href="javascript/);
    expect(html).toContain('&lt;img');
  });

  it('opens links outside of the page', () => {
    expect(renderMarkdown('[x](http://127.0.0.1/)')).toContain('target="_blank" rel="noopener noreferrer"');
  });
});
