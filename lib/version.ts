import { name, version } from '../package.json';

export { name, version };
