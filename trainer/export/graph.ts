/**
 * The served graph, constants only. Ops that it is made of, with the forms that are used:
 *
 *   Placeholder     DT_STRING [-1] (serialised tf.Examples); DT_FLOAT and DT_STRING [-1,1] (one per input, `predict`)
 *   Const           float, int32, string; scalars, vectors, [1,k]
 *   ParseExampleV2  dense features only, each of shape [1], default NaN or ""; no sparse, no ragged
 *   IsNan           float [n,k]
 *   SelectV2        bool [n,k], float scalar, float [n,k] (broadcast)
 *   Equal           string [n,1] with string [k] (broadcast)
 *   Cast            bool to float, bool to int32
 *   ConcatV2        float, along axis 1
 *   GatherV2        float [n,c] by int32 [t] along axis 1; float [n,c] by int32 [n,t] along axis 1 with batch_dims 1;
 *                   int32 [k] and float [k] by int32 [n,t] along axis 0
 *   Greater         float [n,t] with float [t] (broadcast) or float [n,t]
 *   AddV2           int32 [n,t] with int32 [t] (broadcast) or int32 [n,t]; float [n,1] with a scalar
 *   Mul             int32 [n,t] with a scalar
 *   Sum             float [n,t] over axis 1, keep_dims
 *   Sigmoid         float [n,1]
 *   Sub             float scalar minus [n,1]
 *   Shape           float [n,1] to int32 [2]
 *   Tile            string [1,2] by int32 [2]
 *
 * All are core ops of TensorFlow 2.3 and later.
 */
