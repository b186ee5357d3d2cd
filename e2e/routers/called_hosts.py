"""
Asks every external model of configurations of LiteLLM, one JSON list on standard input, and prints for each what was called: address and proof of who calls.
Nothing leaves this process: whatever sends requests is replaced. A client that names another region or project is played as well.
"""

import asyncio
import json
import os
import sys

import aiohttp
import botocore.httpsession
import httpx
import requests
from litellm import Router

TOKEN = b'{"access_token": "token-of-google", "expires_in": 3600, "token_type": "Bearer"}'
STS = b"""<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
<AccessKeyId>KEYOFROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"""
# What the metadata server of GKE says, by a part of its address.
METADATA = {
    "/project-id": b"my-project",
    "/universe-domain": b"googleapis.com",
    "/default/?recursive": b'{"email": "router@my-project.iam.gserviceaccount.com", "scopes": [], "aliases": ["default"]}',
}
PROOFS = ("authorization", "api-key", "x-api-key")

calls = []


def called(url, headers):
    proofs = [str(value) for name, value in dict(headers or {}).items() if name.lower() in PROOFS]
    calls.append({"url": str(url), "proof": proofs[0] if proofs else ""})


async def send_async(self, request, **kwargs):
    called(request.url, request.headers)
    return httpx.Response(500, request=request, text="played")


def send(self, request, **kwargs):
    called(request.url, request.headers)
    return httpx.Response(500, request=request, text="played")


async def send_aiohttp(self, method, url, **kwargs):
    called(url, kwargs.get("headers"))
    raise aiohttp.ClientConnectionError("played")


def send_botocore(self, request):
    from botocore.awsrequest import AWSResponse

    called(request.url, request.headers)
    return AWSResponse(request.url, 200, {"content-type": "text/xml"}, type("Raw", (), {"stream": lambda self, *_, **__: [STS], "read": lambda self, *_: STS})())


def send_requests(self, request, **kwargs):
    called(request.url, request.headers)
    answer = requests.Response()
    answer.status_code, answer.request, answer._content = 200, request, TOKEN
    answer.headers.update({"content-type": "application/json", "metadata-flavor": "Google"})
    for end, text in METADATA.items():
        if end in request.url:
            answer._content = text
            answer.headers["content-type"] = "application/json" if text.startswith(b"{") else "application/text"
    return answer


httpx.AsyncClient.send, httpx.Client.send = send_async, send
aiohttp.ClientSession._request = send_aiohttp
botocore.httpsession.URLLib3Session.send = send_botocore
requests.Session.send = send_requests


async def ask(models, **others):
    calls.clear()
    router = Router(model_list=models, num_retries=0)
    try:
        await router.acompletion(model="big", messages=[{"role": "user", "content": "go"}], **others)
    except Exception:
        pass
    return list(calls)


def resolved(value):
    if isinstance(value, dict):
        return {key: resolved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner) for inner in value]
    return os.environ[value.removeprefix("os.environ/")] if isinstance(value, str) and value.startswith("os.environ/") else value


async def main():
    answers = []
    for entry in json.load(sys.stdin):
        os.environ.update(entry["env"])
        models = [resolved(model) for model in entry["config"]["model_list"] if model["model_name"] == "big"]
        asked = await ask(models)
        elsewhere = await ask(models, aws_region_name="us-east-1", vertex_location="us-central1", vertex_project="another")
        answers.append({"asked": asked, "elsewhere": elsewhere})
        for name in entry["env"]:
            del os.environ[name]
    print(json.dumps(answers))


asyncio.run(main())
