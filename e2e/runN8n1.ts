/** `npm run test:e2e:n8n1 [-- <jest arguments>]`: runs the tests of `npm run test:e2e` in the pinned n8n 1.x. */
process.env.E2E_N8N_LINE = '1';
void import('./run');
