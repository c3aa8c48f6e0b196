/** A browser without a window, over HTTP: keeps cookies by host, follows links and forms of the service and the stand-in. */
export interface HttpBrowser {
  get(url: string): Promise<Page>;
  post(url: string, body: URLSearchParams | object): Promise<Page>;
  /** Goes to the sign-in and through every page at Microsoft, saying yes. */
  signIn(person: { readonly objectId: string }): Promise<Page>;
}

interface Page {
  /** Where the redirects ended. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function httpBrowser(origin: string): HttpBrowser {
  const jars = new Map<string, Map<string, string>>();

  async function send(url: URL, init: RequestInit): Promise<Page> {
    const jar = jars.get(url.hostname) ?? new Map<string, string>();
    jars.set(url.hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null && [302, 303].includes(answer.status)) return await send(new URL(location, url), {});
    return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  const self: HttpBrowser = {
    get: (url) => send(new URL(url, origin), {}),
    post: (url, body) => {
      const isForm = body instanceof URLSearchParams;
      return send(new URL(url, origin), {
        method: 'POST',
        headers: { origin, 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' },
        body: isForm ? body.toString() : JSON.stringify(body),
      });
    },
    async signIn(person) {
      const answers: Record<string, [string, string]> = {
        account: ['account', person.objectId],
        verify: ['action', 'approve'],
        consent: ['action', 'accept'],
      };
      let page = await self.get('/sign-in');
      while (page.url.origin !== origin) {
        const hidden = [...page.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
        const fields = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]));
        const [name, value] = answers[fields.get('step') ?? ''] ?? [];
        if (name === undefined || value === undefined) throw new Error(`Microsoft shows ${page.status}: ${page.text}`);
        fields.append(name, value);
        page = await send(new URL('/stand-in/sign-in', page.url), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: fields.toString(),
        });
      }
      return page;
    },
  };
  return self;
}
