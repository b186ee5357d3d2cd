/** What clients may not choose in a request where LiteLLM itself checks their keys: a function of ours that it calls before each. */
export const REQUEST_CHECK_FILE = 'client_requests.py';
/** As LiteLLM names an object in a file beside its configuration. */
export const REQUEST_CHECK = 'client_requests.check';

/** With these a request would choose its own way past the models of its key. */
export const CHOICES: readonly string[] = [
  'api_base',
  'api_key',
  'base_url',
  'content_policy_fallbacks',
  'context_window_fallbacks',
  'fallbacks',
  'model_list',
  'router_settings_override',
  'user_config',
];

export const REQUEST_CHECK_PROGRAM = `"""Refuses requests of clients that choose their own way past the models of their key."""
from urllib.parse import parse_qs, urlsplit

from fastapi import HTTPException
from litellm.integrations.custom_logger import CustomLogger
from litellm.proxy._types import LitellmUserRoles

CHOICES = {${CHOICES.map((choice) => `"${choice}"`).join(', ')}}


class RequestCheck(CustomLogger):
    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        if user_api_key_dict.user_role == LitellmUserRoles.PROXY_ADMIN:
            return data
        asked = data.get("proxy_server_request") or {}
        chosen = sorted(CHOICES & set(asked.get("body") or {}))
        if "model" in parse_qs(urlsplit(str(asked.get("url", ""))).query):
            chosen.append("model in the query")
        if chosen:
            raise HTTPException(403, f"the key of {user_api_key_dict.key_alias} may not set {', '.join(chosen)}")
        return data


check = RequestCheck()
`;
