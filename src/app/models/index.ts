export { createModelsApp } from './models-app';
export type { ModelsOptions } from './models-app';
export { browserWarehouse } from './warehouse';
export type { Warehouse } from './warehouse';
