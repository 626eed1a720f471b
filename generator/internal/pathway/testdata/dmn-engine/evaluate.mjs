// Evaluates the decision tables of a DMN file in situations, with dmn-moddle as the reader and feelin for every
// expression and unary test. Only the hit policy UNIQUE is done here: the one rule that matches.
//
//   node evaluate.mjs FILE.dmn SITUATIONS.json
//
// SITUATIONS.json holds {"variables": [name], "values": [[value]], "situations": [[index of a value, or -1]]}.
// The first line of the output holds the names of the decisions, each further line what they decide in a situation,
// in words; "none" and "several" are written where not exactly one rule matches.
import { readFileSync } from 'node:fs';
import { DmnModdle } from 'dmn-moddle';
import { evaluate, unaryTest } from 'feelin';

const [dmnFile, situationsFile] = process.argv.slice(2);
const { rootElement, warnings } = await new DmnModdle().fromXML(readFileSync(dmnFile, 'utf8'));
if (warnings.length) fail(warnings.map(w => w.message).join('\n'));
const { variables, values, situations } = JSON.parse(readFileSync(situationsFile, 'utf8'));

function fail(message) {
  console.error(message);
  process.exit(1);
}

// Each distinct expression and test is evaluated once.
const known = new Map();
function once(kind, text, value, make) {
  const key = `${kind}\n${text}\n${value}`;
  if (!known.has(key)) {
    const result = make();
    if (result.warnings?.length) fail(`${text}: ${JSON.stringify(result.warnings)}`);
    known.set(key, result.value);
  }
  return known.get(key);
}
const test = (text, value) => once('test', text, value, () => unaryTest(text, { '?': value })) === true;

const tables = rootElement.drgElement.filter(e => e.$type === 'dmn:Decision').map(decision => {
  const logic = decision.decisionLogic;
  if (logic.$type !== 'dmn:DecisionTable' || logic.hitPolicy !== 'UNIQUE') fail(`${decision.name} is no unique decision table`);
  const inputs = (logic.input ?? []).map(input => {
    const text = input.inputExpression.text;
    // The expression is a name that the engine finds in a context.
    const column = variables.indexOf(text);
    if (column < 0) fail(`no value for the input ${text}`);
    for (const value of values[column]) {
      const context = Object.fromEntries(variables.map((v, i) => [v, i === column ? value : 'elsewhere']));
      if (once('expression', text, value, () => evaluate(text, context)) !== value) fail(`${text} is not ${value}`);
      if (!test(input.inputValues.text, value)) fail(`${value} is not allowed for ${text}`);
    }
    return column;
  });
  const rules = logic.rule.map(rule => ({
    tests: (rule.inputEntry ?? []).map(e => e.text),
    output: once('expression', rule.outputEntry[0].text, '', () => evaluate(rule.outputEntry[0].text, {})),
  }));
  return { name: decision.name, inputs, rules };
});

const lines = [tables.map(t => t.name).join(' ')];
for (const situation of situations) {
  const value = column => situation[column] < 0 ? null : values[column][situation[column]];
  lines.push(tables.map(({ inputs, rules }) => {
    const hits = rules.filter(rule => inputs.every((column, i) => test(rule.tests[i], value(column))));
    return hits.length === 1 ? hits[0].output : hits.length ? 'several' : 'none';
  }).join(' '));
}
process.stdout.write(lines.join('\n') + '\n');
