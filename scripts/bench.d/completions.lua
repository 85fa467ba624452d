-- Each connection corrects the completion of a person of its own, each time with another score.
-- arguments: a file with one "run enrolment" a line.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  local line_number = 0
  for line in io.lines(arguments[1]) do
    if line_number == number then
      run, enrolment = line:match("(%S+) (%S+)")
    end
    line_number = line_number + 1
  end
  score = math.floor((os.time() * 7) % 9000)
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  score = (score + 1) % 10000
  local body = string.format(
    '{"entries":[{"enrolmentId":"%s","result":"completed","score":%.2f}],'
      .. '"reason":"a second marking"}',
    enrolment, score / 100)
  return wrk.format("POST", "/v1/course-runs/" .. run .. "/completions", nil, body)
end
