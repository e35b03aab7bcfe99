-- Made by `python -m grader.store.compile` from schema.py and queries.py. Do not edit.

-- name: revision
SELECT version_num FROM alembic_version

-- name: insert_submission
INSERT INTO submission (sha256, source) VALUES (:sha256, :source) ON CONFLICT DO NOTHING RETURNING sha256

-- name: insert_attempt
INSERT INTO attempt (student, exercise, exercise_version, topic, verdict, score, max_score, seed, sha256, source_sha256, file, grader_version, isolation, language, diagnosis, fingerprint, report, milliseconds, submitted_at, created_at, batch, assignment, supersedes, original, reason, idempotency_key) VALUES (:student, :exercise, :exercise_version, :topic, :verdict, :score, :max_score, :seed, :sha256, :source_sha256, :file, :grader_version, :isolation, :language, :diagnosis, :fingerprint, :report, :milliseconds, :submitted_at, :created_at, :batch, :assignment, :supersedes, :original, :reason, :idempotency_key) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_hint_taken
INSERT INTO hint_taken (student, exercise, number, created_at) VALUES (:student, :exercise, :number, :created_at) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_question_version
INSERT INTO question_version (question, sha256, topic, kind, body, created_at) VALUES (:question, :sha256, :topic, :kind, :body, :created_at) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_variant
INSERT INTO variant (question_version, seed, givens, answer) VALUES (:question_version, :seed, :givens, :answer) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_quiz
INSERT INTO quiz (name, sha256, spec, created_at) VALUES (:name, :sha256, :spec, :created_at) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_quiz_attempt
INSERT INTO quiz_attempt (quiz, student, number, language, started_at, finished_at) VALUES (:quiz, :student, :number, :language, :started_at, :finished_at) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_response
INSERT INTO response (quiz_attempt, slot, variant, student, language, raw, normalized, hints, milliseconds, created_at, idempotency_key) VALUES (:quiz_attempt, :slot, :variant, :student, :language, :raw, :normalized, :hints, :milliseconds, :created_at, :idempotency_key) ON CONFLICT DO NOTHING RETURNING id

-- name: insert_mark
INSERT INTO mark (response, fraction, status, misconception, marker, marker_version, detail, supersedes, marked_by, reason, created_at) VALUES (:response, :fraction, :status, :misconception, :marker, :marker_version, :detail, :supersedes, :marked_by, :reason, :created_at) ON CONFLICT DO NOTHING RETURNING id

-- name: put_card
INSERT INTO review_card (student, question, card, due_at, updated_at) VALUES (:student, :question, :card, :due_at, :updated_at) ON CONFLICT (student, question) DO UPDATE SET card = excluded.card, due_at = excluded.due_at, updated_at = excluded.updated_at

-- name: best
SELECT ranked.exercise, ranked.score, ranked.verdict 
FROM (SELECT attempt.exercise AS exercise, attempt.score AS score, attempt.verdict AS verdict, row_number() OVER (PARTITION BY attempt.student, attempt.exercise ORDER BY attempt.score DESC, CASE WHEN (attempt.verdict = 'AC') THEN 1 ELSE 0 END DESC, coalesce(attempt.original, attempt.id) DESC) AS rank 
FROM attempt 
WHERE NOT (EXISTS (SELECT 1 
FROM attempt AS newer 
WHERE newer.supersedes = attempt.id)) AND attempt.verdict != 'JE' AND attempt.student = :student) AS ranked 
WHERE ranked.rank = 1 ORDER BY ranked.exercise

-- name: gradebook
SELECT ranked.student, ranked.exercise, max(ranked.score) AS best, max(CASE WHEN (ranked.by_time = 1) THEN ranked.score END) AS last, avg(ranked.score) AS mean, max(CASE WHEN (ranked.by_score = 1) THEN ranked.max_score END) AS max_score, max(CASE WHEN (ranked.by_score = 1) THEN ranked.verdict END) AS verdict, max(CASE WHEN (ranked.by_time = 1) THEN ranked.submitted_at END) AS last_at, count(*) AS attempts 
FROM (SELECT attempt.student AS student, attempt.exercise AS exercise, attempt.score AS score, attempt.max_score AS max_score, attempt.submitted_at AS submitted_at, attempt.verdict AS verdict, row_number() OVER (PARTITION BY attempt.student, attempt.exercise ORDER BY attempt.score DESC, CASE WHEN (attempt.verdict = 'AC') THEN 1 ELSE 0 END DESC, coalesce(attempt.original, attempt.id) DESC) AS by_score, row_number() OVER (PARTITION BY attempt.student, attempt.exercise ORDER BY attempt.submitted_at DESC, coalesce(attempt.original, attempt.id) DESC) AS by_time 
FROM attempt 
WHERE NOT (EXISTS (SELECT 1 
FROM attempt AS newer 
WHERE newer.supersedes = attempt.id)) AND attempt.verdict != 'JE' AND (:assignment IS NULL OR attempt.assignment = :assignment) AND (:student IS NULL OR attempt.student = :student) AND (:exercise IS NULL OR attempt.exercise = :exercise) AND (:until IS NULL OR attempt.submitted_at < :until)) AS ranked GROUP BY ranked.student, ranked.exercise ORDER BY ranked.student, ranked.exercise

-- name: history
SELECT attempt.id, attempt.student, attempt.exercise, attempt.exercise_version, attempt.topic, attempt.verdict, attempt.score, attempt.max_score, attempt.seed, attempt.sha256, attempt.source_sha256, attempt.file, attempt.grader_version, attempt.isolation, attempt.language, attempt.diagnosis, attempt.fingerprint, attempt.report, attempt.milliseconds, attempt.submitted_at, attempt.created_at, attempt.batch, attempt.assignment, attempt.supersedes, attempt.original, attempt.reason, attempt.idempotency_key 
FROM attempt 
WHERE attempt.student = :student AND (:exercise IS NULL OR attempt.exercise = :exercise) AND attempt.id > :after ORDER BY attempt.id
 LIMIT :page OFFSET 0

-- name: attempts
SELECT attempt.id, attempt.student, attempt.exercise, attempt.exercise_version, attempt.topic, attempt.verdict, attempt.score, attempt.max_score, attempt.seed, attempt.sha256, attempt.source_sha256, attempt.file, attempt.grader_version, attempt.isolation, attempt.language, attempt.diagnosis, attempt.fingerprint, attempt.report, attempt.milliseconds, attempt.submitted_at, attempt.created_at, attempt.batch, attempt.assignment, attempt.supersedes, attempt.original, attempt.reason, attempt.idempotency_key 
FROM attempt 
WHERE (:student IS NULL OR attempt.student = :student) AND (:exercise IS NULL OR attempt.exercise = :exercise) AND (:assignment IS NULL OR attempt.assignment = :assignment) AND (:batch IS NULL OR attempt.batch = :batch) AND (:verdict IS NULL OR attempt.verdict = :verdict) AND (:since IS NULL OR attempt.submitted_at >= :since) AND (:until IS NULL OR attempt.submitted_at < :until) AND attempt.id > :after ORDER BY attempt.id
 LIMIT :page OFFSET 0

-- name: current_attempts
SELECT attempt.id, attempt.student, attempt.exercise, attempt.exercise_version, attempt.topic, attempt.verdict, attempt.score, attempt.max_score, attempt.seed, attempt.sha256, attempt.source_sha256, attempt.file, attempt.grader_version, attempt.isolation, attempt.language, attempt.diagnosis, attempt.fingerprint, attempt.report, attempt.milliseconds, attempt.submitted_at, attempt.created_at, attempt.batch, attempt.assignment, attempt.supersedes, attempt.original, attempt.reason, attempt.idempotency_key 
FROM attempt 
WHERE (:student IS NULL OR attempt.student = :student) AND (:exercise IS NULL OR attempt.exercise = :exercise) AND (:assignment IS NULL OR attempt.assignment = :assignment) AND (:batch IS NULL OR attempt.batch = :batch) AND (:verdict IS NULL OR attempt.verdict = :verdict) AND (:since IS NULL OR attempt.submitted_at >= :since) AND (:until IS NULL OR attempt.submitted_at < :until) AND NOT (EXISTS (SELECT 1 
FROM attempt AS newer 
WHERE newer.supersedes = attempt.id)) AND attempt.id > :after ORDER BY attempt.id
 LIMIT :page OFFSET 0

-- name: summaries
SELECT attempt.id, attempt.student, attempt.exercise, attempt.exercise_version, attempt.topic, attempt.verdict, attempt.score, attempt.max_score, attempt.seed, attempt.sha256, attempt.source_sha256, attempt.file, attempt.grader_version, attempt.isolation, attempt.language, attempt.diagnosis, attempt.fingerprint, attempt.milliseconds, attempt.submitted_at, attempt.created_at, attempt.batch, attempt.assignment, attempt.supersedes, attempt.original, attempt.reason 
FROM attempt 
WHERE (:assignment IS NULL OR attempt.assignment = :assignment) AND (:batch IS NULL OR attempt.batch = :batch) AND NOT (EXISTS (SELECT 1 
FROM attempt AS newer 
WHERE newer.supersedes = attempt.id)) AND attempt.id > :after ORDER BY attempt.id
 LIMIT :page OFFSET 0

-- name: attempts_made
SELECT count(*) AS made 
FROM attempt 
WHERE attempt.student = :student AND attempt.exercise = :exercise AND attempt.supersedes IS NULL

-- name: attempt_by_id
SELECT attempt.id, attempt.student, attempt.exercise, attempt.exercise_version, attempt.topic, attempt.verdict, attempt.score, attempt.max_score, attempt.seed, attempt.sha256, attempt.source_sha256, attempt.file, attempt.grader_version, attempt.isolation, attempt.language, attempt.diagnosis, attempt.fingerprint, attempt.report, attempt.milliseconds, attempt.submitted_at, attempt.created_at, attempt.batch, attempt.assignment, attempt.supersedes, attempt.original, attempt.reason, attempt.idempotency_key 
FROM attempt 
WHERE attempt.id = :id

-- name: attempt_by_key
SELECT attempt.id 
FROM attempt 
WHERE attempt.idempotency_key = :idempotency_key

-- name: keys
SELECT attempt.id, attempt.idempotency_key 
FROM attempt 
WHERE attempt.batch = :batch AND attempt.idempotency_key IS NOT NULL AND attempt.id > :after ORDER BY attempt.id
 LIMIT :page OFFSET 0

-- name: source
SELECT submission.source 
FROM submission 
WHERE submission.sha256 = :sha256

-- name: hints
SELECT hint_taken.number 
FROM hint_taken 
WHERE hint_taken.student = :student AND hint_taken.exercise = :exercise ORDER BY hint_taken.number

-- name: question_version_id
SELECT question_version.id 
FROM question_version 
WHERE question_version.question = :question AND question_version.sha256 = :sha256

-- name: question_version
SELECT question_version.id, question_version.question, question_version.sha256, question_version.topic, question_version.kind, question_version.body, question_version.created_at 
FROM question_version 
WHERE question_version.id = :id

-- name: variant_id
SELECT variant.id 
FROM variant 
WHERE variant.question_version = :question_version AND variant.seed = :seed

-- name: variant
SELECT variant.id, variant.question_version, variant.seed, variant.givens, variant.answer 
FROM variant 
WHERE variant.id = :id

-- name: quiz_id
SELECT quiz.id 
FROM quiz 
WHERE quiz.name = :name AND quiz.sha256 = :sha256

-- name: quiz
SELECT quiz.id, quiz.name, quiz.sha256, quiz.spec, quiz.created_at 
FROM quiz 
WHERE quiz.id = (SELECT max(quiz.id) AS max_1 
FROM quiz 
WHERE quiz.name = :name)

-- name: quizzes
SELECT quiz.id, quiz.name, quiz.sha256, quiz.spec, quiz.created_at 
FROM quiz 
WHERE quiz.id > :after ORDER BY quiz.id
 LIMIT :page OFFSET 0

-- name: quiz_attempt_id
SELECT quiz_attempt.id 
FROM quiz_attempt 
WHERE quiz_attempt.quiz = :quiz AND quiz_attempt.student = :student AND quiz_attempt.number = :number

-- name: quiz_attempts
SELECT quiz_attempt.id, quiz_attempt.quiz, quiz_attempt.student, quiz_attempt.number, quiz_attempt.language, quiz_attempt.started_at, quiz_attempt.finished_at 
FROM quiz_attempt 
WHERE (:quiz IS NULL OR quiz_attempt.quiz = :quiz) AND (:student IS NULL OR quiz_attempt.student = :student) AND quiz_attempt.id > :after ORDER BY quiz_attempt.id
 LIMIT :page OFFSET 0

-- name: finish_quiz_attempt
UPDATE quiz_attempt SET finished_at=:now_at WHERE quiz_attempt.id = :attempt_id AND quiz_attempt.finished_at IS NULL RETURNING id

-- name: response_by_key
SELECT response.id 
FROM response 
WHERE response.idempotency_key = :idempotency_key

-- name: unmarked
SELECT response.id, response.variant, response.student, response.language, response.raw 
FROM response LEFT OUTER JOIN quiz_attempt ON quiz_attempt.id = response.quiz_attempt 
WHERE (:quiz IS NULL OR quiz_attempt.quiz = :quiz) AND NOT (EXISTS (SELECT 1 
FROM mark 
WHERE mark.response = response.id)) AND response.id > :after ORDER BY response.id
 LIMIT :page OFFSET 0

-- name: mark_by_id
SELECT mark.id, mark.response, mark.fraction, mark.status, mark.misconception, mark.marker, mark.marker_version, mark.detail, mark.supersedes, mark.marked_by, mark.reason, mark.created_at 
FROM mark 
WHERE mark.id = :id

-- name: first_mark
SELECT mark.id 
FROM mark 
WHERE mark.response = :response AND mark.supersedes IS NULL

-- name: current_marks
SELECT mark.id, mark.response, mark.fraction, mark.status, mark.misconception, mark.marker, mark.marker_version, mark.detail, mark.supersedes, mark.marked_by, mark.reason, mark.created_at, response.quiz_attempt, response.slot, response.variant, response.student, response.language, response.raw, response.normalized, response.hints, response.milliseconds, response.created_at AS answered_at, variant.seed, question_version.question, question_version.topic, question_version.kind, quiz_attempt.quiz, quiz_attempt.number 
FROM response JOIN mark ON mark.response = response.id JOIN variant ON variant.id = response.variant JOIN question_version ON question_version.id = variant.question_version LEFT OUTER JOIN quiz_attempt ON quiz_attempt.id = response.quiz_attempt 
WHERE NOT (EXISTS (SELECT 1 
FROM mark AS newer 
WHERE newer.supersedes = mark.id)) AND (:quiz IS NULL OR quiz_attempt.quiz = :quiz) AND (:quiz_attempt IS NULL OR response.quiz_attempt = :quiz_attempt) AND (:student IS NULL OR response.student = :student) AND (:question IS NULL OR question_version.question = :question) AND (:status IS NULL OR mark.status = :status) AND mark.id > :after ORDER BY mark.id
 LIMIT :page OFFSET 0

-- name: marks_of
SELECT mark.id, mark.response, mark.fraction, mark.status, mark.misconception, mark.marker, mark.marker_version, mark.detail, mark.supersedes, mark.marked_by, mark.reason, mark.created_at 
FROM mark 
WHERE mark.response = :response ORDER BY mark.id

-- name: card
SELECT review_card.student, review_card.question, review_card.card, review_card.due_at, review_card.updated_at 
FROM review_card 
WHERE review_card.student = :student AND review_card.question = :question

-- name: due_cards
SELECT review_card.student, review_card.question, review_card.card, review_card.due_at, review_card.updated_at 
FROM review_card 
WHERE review_card.student = :student AND (:until IS NULL OR review_card.due_at < :until) ORDER BY review_card.due_at, review_card.question
