import { thumbnailOf } from '@foliofern/covers';

const { IMAGE_SERVICE, IMAGE_SERVICE_PASSWORD } = process.env;

/** Makes a thumbnail of a new cover and hands it to the image service. */
export const handler = async ({ cover }) => {
  const reply = await fetch(`${IMAGE_SERVICE}/${cover}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(`shop:${IMAGE_SERVICE_PASSWORD}`)}` },
    body: await thumbnailOf(cover),
  });
  if (!reply.ok) throw new Error(`The image service answered ${reply.status}`);
};
