// The official OpenAI SDK, unchanged, against a running gateway. GATEWAY is its base URL; `small`, `large` and `faulty`
// are models of a scripted upstream that says what it was asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/v1`, apiKey: "any", maxRetries: 0 });
const ask = (text) => [{ role: "user", content: text }];
const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

test("lists real models, auto and the routes", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  for (const id of ["auto", "auto/default", "small", "large"]) assert.ok(ids.includes(id), `${id} in ${ids}`);
});

test("answers a chat and says who answered", async () => {
  const { data, response } = await client.chat.completions
    .create({ model: "auto", messages: ask("Say hello"), temperature: 0.5, seed: 7, x_unknown: { kept: true } })
    .withResponse();
  assert.equal(data.object, "chat.completion");
  assert.equal(data.choices[0].finish_reason, "stop");
  const seen = JSON.parse(data.choices[0].message.content);
  assert.deepEqual(seen.messages, ask("Say hello"));
  assert.equal(seen.temperature, 0.5);
  assert.equal(seen.seed, 7);
  assert.deepEqual(seen.x_unknown, { kept: true });
  assert.ok(["small", "large"].includes(response.headers.get("x-signalbox-model")));
  assert.equal(response.headers.get("x-signalbox-route"), "default");
  assert.match(response.headers.get("x-signalbox-request"), /^req_/);
  assert.ok(Number(response.headers.get("x-signalbox-cost-usd")) > 0);
});

test("streams with one role, one finish, one id and the usage that was asked for", async () => {
  const stream = await client.chat.completions.create({
    model: "small",
    messages: ask("Count"),
    stream: true,
    stream_options: { include_usage: true },
  });
  const ids = new Set();
  let text = "";
  let roles = 0;
  let finishes = 0;
  let usage = null;
  for await (const chunk of stream) {
    ids.add(chunk.id);
    assert.equal(chunk.object, "chat.completion.chunk");
    const choice = chunk.choices[0];
    if (choice?.delta.role) roles++;
    if (choice?.finish_reason) finishes++;
    text += choice?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, "one two three");
  assert.equal(ids.size, 1);
  assert.equal(roles, 1);
  assert.equal(finishes, 1);
  assert.equal(usage.completion_tokens, 3);
});

test("streams without usage where nobody asked for it", async () => {
  const stream = await client.chat.completions.create({ model: "small", messages: ask("Count"), stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.usage ?? null, null);
    assert.equal(chunk.choices.length, 1);
  }
});

test("carries a tool call there and its result back", async () => {
  const messages = ask("Weather in Bern?");
  const first = await client.chat.completions.create({ model: "auto", messages, tools: [weather] });
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  const [call] = first.choices[0].message.tool_calls;
  assert.deepEqual(JSON.parse(call.function.arguments), { city: "Bern" });
  messages.push(first.choices[0].message, { role: "tool", tool_call_id: call.id, content: "sunny" });
  const second = await client.chat.completions.create({ model: "auto", messages, tools: [weather] });
  const seen = JSON.parse(second.choices[0].message.content);
  assert.deepEqual(seen.messages.at(-1), { role: "tool", tool_call_id: call.id, content: "sunny" });
});

test("streams parallel tool calls by index", async () => {
  const runner = client.chat.completions.stream({ model: "small", messages: ask("Weather?"), tools: [weather] });
  const { choices } = await runner.finalChatCompletion();
  const calls = choices[0].message.tool_calls;
  assert.deepEqual(calls.map((call) => call.id), ["call_1", "call_2"]);
  assert.deepEqual(calls.map((call) => JSON.parse(call.function.arguments).city), ["Bern", "Biel"]);
});

test("asks for structured output", async () => {
  const response_format = {
    type: "json_schema",
    json_schema: { name: "city", strict: true, schema: { type: "object", properties: { city: { type: "string" } } } },
  };
  const done = await client.chat.completions.parse({ model: "auto", messages: ask("Which city?"), response_format });
  assert.deepEqual(done.choices[0].message.parsed ?? JSON.parse(done.choices[0].message.content), { city: "Bern" });
  // Only `large` can: the router must not have asked the other one.
  assert.equal(done.model, "large-upstream");
});

test("shows images to a model that can see", async () => {
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" } };
  const messages = [{ role: "user", content: [{ type: "text", text: "What is this?" }, image] }];
  const done = await client.chat.completions.create({ model: "auto", messages });
  assert.equal(done.model, "large-upstream");
  assert.deepEqual(JSON.parse(done.choices[0].message.content).messages, messages);
});

test("answers several choices", async () => {
  const done = await client.chat.completions.create({ model: "small", messages: ask("Twice"), n: 2 });
  assert.deepEqual(done.choices.map((choice) => choice.index), [0, 1]);
});

test("an unknown model is a NotFoundError with a suggestion", async () => {
  await assert.rejects(client.chat.completions.create({ model: "smal", messages: ask("x") }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, "model_not_found");
    assert.match(error.message, /Did you mean `small`\?/);
    return true;
  });
});

test("a wrong request is a BadRequestError that names the field", async () => {
  await assert.rejects(client.chat.completions.create({ model: "auto", messages: "hello" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "messages");
    return true;
  });
});

test("an upstream's own refusal comes through in meaning", async () => {
  await assert.rejects(client.chat.completions.create({ model: "faulty", messages: ask("status 400") }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.code, "bad_thing");
    assert.equal(error.param, "temperature");
    return true;
  });
});

test("a rate limit upstream is a RateLimitError with its Retry-After", async () => {
  await assert.rejects(client.chat.completions.create({ model: "faulty", messages: ask("status 429") }), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.headers.get("retry-after"), "7");
    return true;
  });
});

test("a broken upstream is a server error", async () => {
  await assert.rejects(client.chat.completions.create({ model: "faulty", messages: ask("status 500") }), (error) => {
    assert.equal(error.status, 502);
    return true;
  });
});

test("a route falls back to the model that works", async () => {
  const { data, response } = await client.chat.completions
    .create({ model: "auto/fallback", messages: ask("status 500") })
    .withResponse();
  assert.equal(response.headers.get("x-signalbox-model"), "large");
  assert.equal(data.model, "large-upstream");
});

test("a stream that breaks in the middle is an error, never a success", async () => {
  const stream = await client.chat.completions.create({ model: "faulty", messages: ask("cut"), stream: true });
  let text = "";
  await assert.rejects(async () => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  });
  assert.equal(text, "one ");
});

test("an aborted request cancels the upstream", async () => {
  const abort = new AbortController();
  const stream = await client.chat.completions.create(
    { model: "faulty", messages: ask("stall"), stream: true },
    { signal: abort.signal },
  );
  const chunks = stream[Symbol.asyncIterator]();
  await chunks.next();
  abort.abort();
  await chunks.next().catch(() => {});
  const cancelled = await fetch(`${process.env.UPSTREAM}/cancelled`);
  assert.equal(await cancelled.text(), "true");
});

test("takes feedback on an answer", async () => {
  const { response } = await client.chat.completions.create({ model: "small", messages: ask("x") }).withResponse();
  const id = response.headers.get("x-signalbox-request");
  const rated = await client.post("/feedback", { body: { request_id: id, rating: 1 } });
  assert.ok(rated);
  const story = await (await fetch(`${process.env.GATEWAY}/api/requests/${id}`)).text();
  for (const word of ["asked", "decided", "called", "finished", "rated"]) assert.match(story.toLowerCase(), new RegExp(word));
});
