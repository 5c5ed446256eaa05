import { add, reshape } from '../../graph/expressions.js';
import { staticDim } from '../../graph/shape.js';
import { width } from '../parameters.js';
import { globalPool } from '../pooling.js';
import { block } from './block.js';

export const globalPooling = block({
  summary: 'A pre-activation block in which pooled planes shift the others (KataGo: Wu 2019).',
  activation: 'before',
  parameters: { pooled: width('Planes that are pooled over the board.', 16) },
  build(layers, x, { pooled }) {
    const filters = staticDim(x.shape, 1);
    const active = layers.normRelu('norm1', x);
    const local = layers.conv('conv1', active, filters);
    const planes = layers.convNormRelu('pool', active, pooled);
    const shift = layers.dense('shift', globalPool(planes, layers.board), filters);
    const shifted = add(local, reshape(shift, [...shift.shape, 1, 1]));
    return layers.sum(x, layers.conv('conv2', layers.normRelu('norm2', shifted), filters));
  },
});
