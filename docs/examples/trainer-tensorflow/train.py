#!/usr/bin/env python3
"""A trainer for Steward in Python: a small neural network by TensorFlow, behind the contract of docs/trainer.md.

It reads STEWARD_DATASET (CSV) and STEWARD_SPEC (JSON), writes package.zip and metrics.json to STEWARD_OUTPUT, says its
progress as JSON lines, and ends with 0 (done), 1 (failed) or 2 (the data cannot train a model).
"""
import csv
import hashlib
import json
import os
import sys
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

NAME, VERSION = "tensorflow-example", "1.0.0"
ALGORITHM = "neural network"
DEFAULTS = {"epochs": 40, "units": 16, "rate": 0.005, "batch": 128}


class Unfit(Exception):
    """The data cannot train a model: why, and one of Steward's reason codes."""


def say(**line):
    print(json.dumps(line), flush=True)


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise Unfit("The dataset has no rows.")
    return rows


def choose_inputs(spec, rows):
    """The inputs of the specification; without them, all columns but outcome, time and reference."""
    listed = spec["contract"].get("inputs")
    if listed:
        return [
            {**one, "categories": one.get("categories") or categories(rows, one["name"])}
            if one["type"] == "text"
            else one
            for one in listed
        ]
    split = spec.get("split", {})
    skipped = {spec["contract"]["outcome"]["name"], split.get("timeColumn"), split.get("referenceColumn")}
    return [describe(rows, name) for name in rows[0] if name not in skipped]


def describe(rows, name):
    try:
        for row in rows:
            float(row[name] or 0)
        return {"name": name, "type": "number"}
    except ValueError:
        return {"name": name, "type": "text", "categories": categories(rows, name)}


def categories(rows, name):
    return sorted({row[name] for row in rows if row[name] != ""})


def keep_apart(spec, rows):
    """Which rows are kept from training: the newest, or a share by the hash of what says who they belong to."""
    split = spec.get("split", {})
    share, time, reference = split.get("share", 0.2), split.get("timeColumn"), split.get("referenceColumn")
    if time:
        order = sorted(range(len(rows)), key=lambda at: (rows[at][time], at))
        kept = set(order[len(rows) - round(len(rows) * share) :])
        return [at in kept for at in range(len(rows))], {"kind": "time", "column": time}
    keys = [row[reference] if reference else json.dumps(row, sort_keys=True) for row in rows]
    apart = [int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32 < share for key in keys]
    return apart, {"kind": "hash", **({"column": reference} if reference else {})}


def separation(scores, events):
    """KS and AUC, ties counted as what they are."""
    total, good = sum(events), len(events) - sum(events)
    if not total or not good:
        return None
    pairs = sorted(zip(scores, events), key=lambda pair: -pair[0])
    ks = auc = hits = falses = at = 0
    while at < len(pairs):
        end, before = at, (hits, falses)
        while end < len(pairs) and pairs[end][0] == pairs[at][0]:
            hits, falses, end = hits + pairs[end][1], falses + 1 - pairs[end][1], end + 1
        auc += (falses - before[1]) * (hits + before[0]) / 2
        ks, at = max(ks, abs(hits / total - falses / good)), end
    return {"ks": ks, "auc": auc / (total * good)}


def train(spec, rows):
    import numpy as np
    import tensorflow as tf

    tf.keras.utils.set_random_seed(spec["seed"] % 2**32)
    tf.config.experimental.enable_op_determinism()
    outcome = spec["contract"]["outcome"]
    values = sorted({row[outcome["name"]] for row in rows})
    if len(values) != 2 or outcome["event"] not in values:
        raise Unfit("The outcome must have two values, one of them the event.", "outcome_not_two")
    inputs = choose_inputs(spec, rows)
    parameters = {name: spec.get("parameters", {}).get(name, value) for name, value in DEFAULTS.items()}
    numbers = [one["name"] for one in inputs if one["type"] != "text"]
    texts = [one for one in inputs if one["type"] == "text"]
    apart, split = keep_apart(spec, rows)
    apart = np.array(apart)
    table = np.array([[float(row[n]) if row[n] != "" else np.nan for n in numbers] for row in rows], np.float32)
    table = table.reshape(len(rows), len(numbers))
    y = np.array([row[outcome["name"]] == outcome["event"] for row in rows], np.float32)
    learn = ~apart
    if not 0 < y[learn].sum() < learn.sum():
        raise Unfit("The rows to learn from are all events, or none is.")
    known = np.where(np.isnan(table[learn]), np.nan, table[learn])
    mean = np.nan_to_num(np.nanmean(known, axis=0)).astype(np.float32)
    spread = np.nan_to_num(np.nanstd(known, axis=0)).astype(np.float32)
    spread[spread == 0] = 1
    missing = np.isnan(table)
    parts = [(np.where(missing, mean, table) - mean) / spread, missing.astype(np.float32)]
    for one in texts:
        column = np.array([row[one["name"]] for row in rows])
        parts.append((column[:, None] == np.array(one["categories"])[None, :]).astype(np.float32))
    x = np.concatenate(parts, axis=1).astype(np.float32)

    network = tf.keras.Sequential(
        [
            tf.keras.Input([x.shape[1]]),
            tf.keras.layers.Dense(int(parameters["units"]), activation="relu"),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    network.compile(optimizer=tf.keras.optimizers.Adam(parameters["rate"]), loss="binary_crossentropy")
    epochs = int(parameters["epochs"])

    class Tell(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            say(progress=(epoch + 1) / (epochs + 1), round=epoch + 1)

    network.fit(x[learn], y[learn], int(parameters["batch"]), epochs, verbose=0, callbacks=[Tell()])
    weights = [value.numpy() for layer in network.layers for value in (layer.kernel, layer.bias)]
    model = {"inputs": inputs, "numbers": numbers, "texts": texts, "mean": mean, "spread": spread, "weights": weights}
    model["labels"] = [next(v for v in values if v != outcome["event"]), outcome["event"]]
    figures = separation(network.predict(x[apart], verbose=0)[:, 0].tolist(), y[apart].astype(int).tolist())
    kept = {"trainingRows": int(learn.sum()), "trainingEvents": int(y[learn].sum())}
    kept |= {"validationRows": int(apart.sum()), "validationEvents": int(y[apart].sum())}
    said = f"{kept['validationRows']} of {len(rows)} rows were kept from training, by {split['kind']}."
    metrics = {
        "trainer": {"name": NAME, "version": VERSION},
        "algorithm": ALGORITHM,
        "outcome": outcome,
        "seed": spec["seed"],
        "parameters": parameters,
        "rounds": epochs,
        "split": {**split, **kept, "said": said},
        "metrics": [
            {"name": name, "value": value, "dataset": "validation", "rows": kept["validationRows"]}
            for name, value in (figures or {}).items()
        ],
        "confusion": [],
        "notes": ["The figures are those of rows that the model never saw."],
    }
    return model, metrics


def export(model, directory):
    """One frozen graph with all that scoring needs: clients send raw columns, and leave out what they do not know."""
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        serialised = v1.placeholder(tf.string, [None], name="input_example_tensor")
        features = {n: tf.io.FixedLenFeature([1], tf.float32, default_value=[float("nan")]) for n in model["numbers"]}
        features |= {one["name"]: tf.io.FixedLenFeature([1], tf.string, default_value=[""]) for one in model["texts"]}
        parsed = tf.io.parse_example(serialised, features)
        parts = []
        if model["numbers"]:
            table = tf.concat([parsed[n] for n in model["numbers"]], axis=1)
            missing = tf.math.is_nan(table)
            # Every row has its means: the condition decides, cell by cell.
            filled = tf.where(missing, tf.constant(model["mean"][None, :]), table)
            parts += [(filled - model["mean"]) / model["spread"], tf.cast(missing, tf.float32)]
        for one in model["texts"]:
            parts.append(tf.cast(tf.equal(parsed[one["name"]], tf.constant([one["categories"]])), tf.float32))
        w1, b1, w2, b2 = (tf.constant(value) for value in model["weights"])
        hidden = tf.nn.relu(tf.matmul(tf.concat(parts, axis=1), w1) + b1)
        event = tf.sigmoid(tf.matmul(hidden, w2) + b2)
        scores = tf.concat([1.0 - event, event], axis=1, name="scores")
        classes = tf.tile(tf.constant([model["labels"]]), [tf.shape(scores)[0], 1], name="classes")
        signature = v1.saved_model.classification_signature_def(serialised, classes, scores)
        builder = v1.saved_model.Builder(directory)
        builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature})
        builder.save()


def make_golden(model, directory):
    """Made-up rows, never those of people, scored by the graph as it was written."""
    import numpy as np
    import tensorflow as tf

    rows = [{}]
    for step in (-1.0, 0.0, 1.0, 2.0):
        row = {n: float(np.float32(m + step * s)) for n, m, s in zip(model["numbers"], model["mean"], model["spread"])}
        whole = {one["name"] for one in model["inputs"] if one["type"] == "integer"}
        row = {name: round(value) if name in whole else value for name, value in row.items()}
        for at, one in enumerate(model["texts"]):
            if one["categories"]:
                row[one["name"]] = one["categories"][int(step + 1 + at) % len(one["categories"])]
        rows.append(row)
    loaded = tf.saved_model.load(directory)
    scores = loaded.signatures["serving_default"](tf.constant([to_example(row) for row in rows]))["scores"].numpy()
    return {"tolerance": 1e-5, "rows": [{"inputs": row, "score": float(s[1])} for row, s in zip(rows, scores)]}


def to_example(row):
    import tensorflow as tf

    def feature(value):
        if isinstance(value, str):
            return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value.encode()]))
        return tf.train.Feature(float_list=tf.train.FloatList(value=[value]))

    features = tf.train.Features(feature={name: feature(value) for name, value in row.items()})
    return tf.train.Example(features=features).SerializeToString()


def describe_model(model, spec):
    """In the form of SAS Model Manager, which Steward reads: outcome, event and inputs."""
    outcome = spec["contract"]["outcome"]
    variables = [
        {"name": one["name"], "level": "nominal", "type": "string", "length": 64, "categories": one["categories"]}
        if one["type"] == "text"
        else {"name": one["name"], "level": "interval", "type": one["type"].replace("number", "decimal"), "length": 8}
        for one in model["inputs"]
    ]
    outputs = [f"P_{outcome['name']}{label}" for label in model["labels"]]
    properties = {
        "name": spec.get("name") or f"{outcome['name']}_network",
        "function": "classification",
        "algorithm": ALGORITHM,
        "targetVariable": outcome["name"],
        "targetEvent": outcome["event"],
        "targetLevel": "BINARY",
        "eventProbVar": outputs[1],
        "tool": NAME,
        "toolVersion": VERSION,
    }
    return {
        "ModelProperties.json": properties,
        "inputVar.json": variables,
        "outputVar.json": [{"name": o, "level": "interval", "type": "decimal", "length": 8} for o in outputs],
        "fileMetadata.json": [
            {"role": "inputVariables", "name": "inputVar.json"},
            {"role": "outputVariables", "name": "outputVar.json"},
        ],
    }


def write_package(path, files):
    """Without dates and owners: the same parts are the same bytes."""
    with zipfile.ZipFile(path, "w") as package:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)


def to_json(content):
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main():
    spec = json.loads(os.environ["STEWARD_SPEC"])
    output = os.environ["STEWARD_OUTPUT"]
    model, metrics = train(spec, read_table(os.environ["STEWARD_DATASET"]))
    directory = os.path.join(os.environ.get("TMPDIR", "/tmp"), "exported")
    export(model, directory)
    files = {**describe_model(model, spec), "metrics.json": metrics, "golden.json": make_golden(model, directory)}
    files = {name: to_json(content) for name, content in files.items()}
    with open(os.path.join(directory, "saved_model.pb"), "rb") as graph:
        files["1/saved_model.pb"] = graph.read()
    package, told = os.path.join(output, "package.zip"), os.path.join(output, "metrics.json")
    write_package(package, files)
    with open(told, "w", encoding="utf-8") as file:
        file.write(to_json(metrics))
    say(progress=1, round=metrics["rounds"])
    say(result="done", rounds=metrics["rounds"], package=package, metrics=told)


if __name__ == "__main__":
    try:
        main()
    except Unfit as unfit:
        why, *code = unfit.args
        # A code of docs/reference/reason-codes.md is told to people; the words stay in the log.
        say(result="unfit", code=code[0] if code else "data_not_fit", why=why)
        sys.exit(2)
