import type { Endpoint } from '../shared/http/endpoint.ts';
import { accountPage } from './pages/account-page.tsx';
import { homePage } from './pages/home-page.tsx';
import { problemKindPage } from './pages/problem-kind-page.tsx';
import { profilePage } from './pages/profile-page.tsx';
import { registerPage } from './pages/register-page.tsx';
import { icon } from './service/icon.ts';
import { stylesheet } from './service/stylesheet.ts';

/** The pages' table of contents. */
export const pageEndpoints: readonly Endpoint[] = [
  ...homePage, // /
  ...registerPage, // /register
  ...accountPage, // /account
  ...profilePage, // /profiles/{name}
  ...problemKindPage, // /problems/{code}

  stylesheet, // /styles/{version}
  icon, // /icon.svg
];
