/** The pages a person meets. Plain HTML without script; every one says that this is not Microsoft. */
import { type Html, html } from './html.ts';
import { kindOf, type Person } from './people.ts';
import type { Step } from './sign-in-steps.ts';
import type { Flow } from './state.ts';

function page(title: string, content: Html): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Microsoft stand-in</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/stand-in/style.css">
</head>
<body>
<header>
<p><strong>Microsoft stand-in.</strong> A development copy on this computer, not a page of Microsoft. It knows sample people only and asks for no password.</p>
</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return markup;
}

function stepForm(flow: Flow, step: Step, content: Html): Html {
  return html`<form method="post" action="/stand-in/sign-in">
<input type="hidden" name="flow" value="${flow.id}">
<input type="hidden" name="step" value="${step}">
${content}
</form>`;
}

const cancelButton = html`<button type="submit" name="action" value="cancel" class="quiet">Cancel</button>`;

function accountButton(flow: Flow, person: Person): Html {
  const note = flow.session.signIns.has(person.objectId) ? `${kindOf(person)}, signed in` : kindOf(person);
  return html`<li><button type="submit" name="account" value="${person.objectId}" class="account">
<strong>${person.name}</strong> <span>${person.username}</span> <span>${note}</span>
</button></li>
`;
}

export function accountPage(flow: Flow, people: readonly Person[]): string {
  const list = people.map((person) => accountButton(flow, person));
  return page(
    'Pick an account',
    stepForm(
      flow,
      'account',
      html`<ul>
${list}</ul>
<p>${cancelButton}</p>`,
    ),
  );
}

/** The number a phone would show: derived from the flow, so that reloading shows the same. */
function shownNumber(flow: Flow): string {
  return String(10 + (Number.parseInt(Buffer.from(flow.id).toString('hex').slice(0, 8), 16) % 90));
}

export function verifyPage(flow: Flow, person: Person): string {
  return page(
    'Approve the sign-in',
    stepForm(
      flow,
      'verify',
      html`<p>Signing in as ${person.username}.</p>
<p>Two-step verification: a phone would now show the number <strong class="number">${shownNumber(flow)}</strong> and ask for approval.</p>
<p><button type="submit" name="action" value="approve">Approve</button> ${cancelButton}</p>`,
    ),
  );
}

export function consentPage(flow: Flow, person: Person): string {
  return page(
    'Permissions requested',
    stepForm(
      flow,
      'consent',
      html`<p>Signing in as ${person.username}.</p>
<p>The application at <strong>${new URL(flow.request.redirectUri).origin}</strong> would like to:</p>
<ul class="plain"><li>sign you in</li><li>see your name and your account’s address</li></ul>
<p><button type="submit" name="action" value="accept">Accept</button> ${cancelButton}</p>`,
    ),
  );
}

export function faultPage(fault: string): string {
  return page(
    'Something is wrong with this sign-in',
    html`<p>${fault}</p>
<p>Go back to the application and start the sign-in again.</p>`,
  );
}

export function signedOutPage(): string {
  return page('Signed out', html`<p>Every sample account is signed out of this stand-in. You may close this page.</p>`);
}

export function homePage(people: readonly Person[]): string {
  const list = people.map(
    (person) => html`<li>${person.name}, ${person.username}: ${kindOf(person)}</li>
`,
  );
  return page(
    'Sample people',
    html`<p>Sign-in begins at the application. These people can sign in:</p>
<ul class="plain">
${list}</ul>`,
  );
}
