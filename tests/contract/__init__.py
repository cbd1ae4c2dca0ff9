"""What providers publish of their interfaces, and the checks that hold us to it.

`tests.contract.validity.request_faults(provider, method, path, body)` says what is wrong with
a request, `answer_faults` with an answer. Sources, the first that knows the operation decides:
the published OpenAPI documents in `../shared/schemas` beside the repository (tests that need
them are skipped, and say so, where that folder is absent), the discovery documents in the
google-api-python-client wheel, and the types of the SDKs.
"""
