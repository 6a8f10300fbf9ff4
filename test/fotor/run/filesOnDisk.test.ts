import { describeFiles } from './files.cases';

describeFiles('filesystem');
