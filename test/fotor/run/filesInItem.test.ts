import { describeFiles } from './files.cases';

describeFiles('default');
