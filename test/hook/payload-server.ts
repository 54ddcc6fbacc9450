import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves payloads in place of a presigned URL, and returns the address. */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/payload?X-Amz-Signature=topsecret`;
}

export const servePayload = (payload: unknown): Promise<string> =>
  serve((_, response) => response.end(typeof payload === 'string' ? payload : JSON.stringify(payload)));
