import { labelsOf } from '../shared/choose';
import { FIELDS } from './fields';

/** Canvas subtitle: "Account: Get Top-Up Links". */
export const SUBTITLE = `={{ (${labelsOf(FIELDS, 'resource')})[$parameter["resource"]] + ": " + (${labelsOf(FIELDS, 'operation')})[$parameter["operation"]] }}`;
