import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { once } from '../../shared/once.ts';
import { accountExport, exportSchemaPath } from '../../shared/privacy/account-export.ts';

const schema = once(() => ({
  title: 'Everything stored about a user of this registry',
  ...z.toJSONSchema(accountExport()),
}));

/** GET /schemas/account-export.json — what an export holds, as JSON Schema. Made when first asked for. */
export const accountExportSchema = defineEndpoint({
  name: 'account-export-schema',
  method: 'GET',
  route: exportSchemaPath,
  surface: 'api',
  summary: 'The JSON Schema of an export of one’s account',
  caller: 'anyone',
  produces: 'application/schema+json',
  cacheControl: 'public, max-age=300',
  answers: { 200: z.record(z.string(), z.unknown()) },
  problems: [],
  handle({ config }) {
    return ok({ $id: `${config.publicOrigin}/${exportSchemaPath}`, ...schema() });
  },
});
