import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { accountExport, exportOf } from '../../shared/privacy/account-export.ts';

/** GET /api/account/export — everything stored about oneself, as one file. */
export const exportAccount = defineEndpoint({
  name: 'export-account',
  method: 'GET',
  route: 'api/account/export',
  surface: 'api',
  summary: 'Everything stored about oneself',
  caller: 'session',
  get answers() {
    return { 200: accountExport() };
  },
  problems: [],
  async handle(services, { caller }) {
    const { name } = caller.account.value;
    return ok(await exportOf(services, caller.account), {
      headers: { 'Content-Disposition': `attachment; filename="${name}.json"` },
    });
  },
});
