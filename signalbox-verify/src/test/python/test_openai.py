"""The official OpenAI SDK for Python, unchanged, against a running gateway.

GATEWAY is its base URL; `small`, `large` and `faulty` are models of a scripted upstream that says what it was asked.
"""
import asyncio
import json
import os
import unittest
import urllib.request

import openai
from openai import AsyncOpenAI, OpenAI

BASE = os.environ["GATEWAY"] + "/v1"
client = OpenAI(base_url=BASE, api_key="any", max_retries=0)
chats = client.chat.completions
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather in a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def ask(text):
    return [{"role": "user", "content": text}]


def seen(done):
    """What the upstream says that it was asked."""
    return json.loads(done.choices[0].message.content)


class Chats(unittest.TestCase):
    def test_lists_real_models_auto_and_the_routes(self):
        ids = {model.id for model in client.models.list()}
        self.assertLessEqual({"auto", "auto/default", "small", "large"}, ids)

    def test_answers_a_chat_and_says_who_answered(self):
        raw = chats.with_raw_response.create(
            model="auto", messages=ask("Say hello"), temperature=0.5, seed=7, extra_body={"x_unknown": {"kept": True}})
        done = raw.parse()
        self.assertEqual("stop", done.choices[0].finish_reason)
        asked = seen(done)
        self.assertEqual(ask("Say hello"), asked["messages"])
        self.assertEqual((0.5, 7, {"kept": True}), (asked["temperature"], asked["seed"], asked["x_unknown"]))
        self.assertIn(raw.headers["x-signalbox-model"], ("small", "large"))
        self.assertEqual("default", raw.headers["x-signalbox-route"])
        self.assertGreater(float(raw.headers["x-signalbox-cost-usd"]), 0)

    def test_a_letter_outside_the_first_plane_arrives_whole(self):
        self.assertEqual(ask("Grüezi, 世界 🚂"), seen(chats.create(model="small", messages=ask("Grüezi, 世界 🚂")))["messages"])

    def test_answers_several_choices(self):
        done = chats.create(model="small", messages=ask("Twice"), n=2)
        self.assertEqual([0, 1], [choice.index for choice in done.choices])

    def test_takes_feedback_on_an_answer(self):
        raw = chats.with_raw_response.create(model="small", messages=ask("x"))
        rated = client.post("/feedback", cast_to=object, body={"request_id": raw.headers["x-signalbox-request"], "rating": 1})
        self.assertTrue(rated)


class Streams(unittest.TestCase):
    def test_one_role_one_finish_one_id_and_the_usage_that_was_asked_for(self):
        chunks = list(chats.create(
            model="small", messages=ask("Count"), stream=True, stream_options={"include_usage": True}))
        said = [chunk.choices[0] for chunk in chunks if chunk.choices]
        self.assertEqual("one two three", "".join(choice.delta.content or "" for choice in said))
        self.assertEqual(1, len({chunk.id for chunk in chunks}))
        self.assertEqual(1, sum(1 for choice in said if choice.delta.role))
        self.assertEqual(1, sum(1 for choice in said if choice.finish_reason))
        self.assertEqual(3, chunks[-1].usage.completion_tokens)

    def test_no_usage_where_nobody_asked_for_it(self):
        for chunk in chats.create(model="small", messages=ask("Count"), stream=True):
            self.assertIsNone(chunk.usage)
            self.assertEqual(1, len(chunk.choices))

    def test_the_stream_helper_accumulates(self):
        with chats.stream(model="small", messages=ask("Count")) as stream:
            self.assertEqual("one two three", stream.get_final_completion().choices[0].message.content)

    def test_many_at_once_from_the_asynchronous_client(self):
        async def count(some):
            stream = await some.chat.completions.create(model="small", messages=ask("Count"), stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

        async def all_of_them():
            async with AsyncOpenAI(base_url=BASE, api_key="any", max_retries=0) as some:
                return await asyncio.gather(*(count(some) for _ in range(20)))

        self.assertEqual(["one two three"] * 20, asyncio.run(all_of_them()))

    def test_a_break_in_the_middle_is_an_error_never_a_success(self):
        text = ""
        with self.assertRaises(openai.APIError):
            for chunk in chats.create(model="faulty", messages=ask("cut"), stream=True):
                text += chunk.choices[0].delta.content or ""
        self.assertEqual("one ", text)

    def test_closing_it_cancels_the_upstream(self):
        with chats.create(model="faulty", messages=ask("stall"), stream=True) as stream:
            next(iter(stream))
        with urllib.request.urlopen(os.environ["UPSTREAM"] + "/cancelled") as cancelled:
            self.assertEqual(b"true", cancelled.read())


class Features(unittest.TestCase):
    def test_a_tool_call_goes_there_and_its_result_back(self):
        messages = ask("Weather in Bern?")
        first = chats.create(model="auto", messages=messages, tools=[WEATHER])
        self.assertEqual("tool_calls", first.choices[0].finish_reason)
        call = first.choices[0].message.tool_calls[0]
        self.assertEqual({"city": "Bern"}, json.loads(call.function.arguments))
        result = {"role": "tool", "tool_call_id": call.id, "content": "sunny"}
        messages += [first.choices[0].message, result]
        self.assertEqual(result, seen(chats.create(model="auto", messages=messages, tools=[WEATHER]))["messages"][-1])

    def test_parallel_tool_calls_stream_by_index(self):
        with chats.stream(model="small", messages=ask("Weather?"), tools=[WEATHER]) as stream:
            calls = stream.get_final_completion().choices[0].message.tool_calls
        self.assertEqual(["call_1", "call_2"], [call.id for call in calls])
        self.assertEqual(["Bern", "Biel"], [json.loads(call.function.arguments)["city"] for call in calls])

    def test_structured_output_goes_to_a_model_that_can(self):
        schema = {"name": "city", "strict": True, "schema": {"type": "object", "properties": {"city": {"type": "string"}}}}
        done = chats.create(
            model="auto", messages=ask("Which city?"), response_format={"type": "json_schema", "json_schema": schema})
        self.assertEqual({"city": "Bern"}, seen(done))
        self.assertEqual("large-upstream", done.model)

    def test_images_go_to_a_model_that_can_see(self):
        image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}}
        messages = [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, image]}]
        done = chats.create(model="auto", messages=messages)
        self.assertEqual("large-upstream", done.model)
        self.assertEqual(messages, seen(done)["messages"])


class Errors(unittest.TestCase):
    def test_an_unknown_model_is_not_found_with_a_suggestion(self):
        with self.assertRaisesRegex(openai.NotFoundError, "Did you mean `small`"):
            chats.create(model="smal", messages=ask("x"))

    def test_a_wrong_request_names_the_field(self):
        with self.assertRaises(openai.BadRequestError) as wrong:
            chats.create(model="auto", messages="hello")
        self.assertEqual("messages", wrong.exception.param)

    def test_an_upstreams_refusal_comes_through_in_meaning(self):
        with self.assertRaises(openai.BadRequestError) as refused:
            chats.create(model="faulty", messages=ask("status 400"))
        self.assertEqual(("bad_thing", "temperature"), (refused.exception.code, refused.exception.param))

    def test_a_rate_limit_says_when_to_come_back(self):
        with self.assertRaises(openai.RateLimitError) as limited:
            chats.create(model="faulty", messages=ask("status 429"))
        self.assertEqual("7", limited.exception.response.headers["retry-after"])

    def test_a_broken_upstream_is_a_server_error(self):
        with self.assertRaises(openai.InternalServerError) as broken:
            chats.create(model="faulty", messages=ask("status 500"))
        self.assertEqual(502, broken.exception.status_code)

    def test_a_route_falls_back_to_the_model_that_works(self):
        raw = chats.with_raw_response.create(model="auto/fallback", messages=ask("status 500"))
        self.assertEqual("large", raw.headers["x-signalbox-model"])


if __name__ == "__main__":
    unittest.main()
