/** An app of one function that does nothing, to compare a start of the service with. */
import { app } from '@azure/functions';

app.http('hello', {
  route: 'hello',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => ({ body: 'hello' }),
});
