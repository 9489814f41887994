#include "serve/http.hpp"

#include "serve/json_writer.hpp"

namespace narrows::serve {

Response problem(unsigned status, std::string_view title, std::string_view detail) {
  JsonWriter json;
  json.object([&] {
    json.member("title", title);
    json.member("status", status);
    json.member("detail", detail);
  });
  auto response = json_response(json.take());
  response.status = status;
  response.content_type = "application/problem+json";
  return response;
}

Response json_response(std::string body) {
  return {.content_type = "application/json",
          .body = std::make_shared<const std::string>(std::move(body)),
          .headers = {}};
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

}  // namespace narrows::serve
