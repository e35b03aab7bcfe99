-- Made by `python -m grader.store.compile` from schema.py and queries.py. Do not edit.

-- name: alembic_version
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

-- name: head
INSERT INTO alembic_version (version_num) VALUES ('0001')

-- name: hint_taken
CREATE TABLE hint_taken (
	id INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	exercise TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_hint_taken PRIMARY KEY (id), 
	CONSTRAINT uq_hint_taken_student_exercise_number UNIQUE (student, exercise, number)
)

-- name: question_version
CREATE TABLE question_version (
	id INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	topic TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_question_version PRIMARY KEY (id), 
	CONSTRAINT uq_question_version_question_sha256 UNIQUE (question, sha256)
)

-- name: quiz
CREATE TABLE quiz (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	spec TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_quiz PRIMARY KEY (id), 
	CONSTRAINT uq_quiz_name_sha256 UNIQUE (name, sha256)
)

-- name: review_card
CREATE TABLE review_card (
	student TEXT NOT NULL, 
	question TEXT NOT NULL, 
	card TEXT NOT NULL, 
	due_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_review_card PRIMARY KEY (student, question)
)

-- name: ix_review_card_student_due_at
CREATE INDEX ix_review_card_student_due_at ON review_card (student, due_at)

-- name: submission
CREATE TABLE submission (
	sha256 VARCHAR(64) NOT NULL, 
	source BLOB NOT NULL, 
	CONSTRAINT pk_submission PRIMARY KEY (sha256)
)

-- name: attempt
CREATE TABLE attempt (
	id INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	exercise TEXT NOT NULL, 
	exercise_version TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	verdict VARCHAR(3) NOT NULL, 
	score FLOAT NOT NULL, 
	max_score FLOAT NOT NULL, 
	seed VARCHAR(20) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	source_sha256 VARCHAR(64) NOT NULL, 
	file TEXT NOT NULL, 
	grader_version TEXT NOT NULL, 
	isolation TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	diagnosis TEXT, 
	fingerprint TEXT, 
	report TEXT NOT NULL, 
	milliseconds FLOAT NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	created_at DATETIME NOT NULL, 
	batch TEXT, 
	assignment TEXT, 
	supersedes INTEGER, 
	original INTEGER, 
	reason TEXT, 
	idempotency_key TEXT, 
	CONSTRAINT pk_attempt PRIMARY KEY (id), 
	CONSTRAINT uq_attempt_idempotency_key UNIQUE (idempotency_key), 
	CONSTRAINT uq_attempt_supersedes UNIQUE (supersedes), 
	CONSTRAINT ck_attempt_verdict CHECK (verdict IN ('AC', 'WA', 'RTE', 'TLE', 'MLE', 'OLE', 'CE', 'JE')), 
	CONSTRAINT ck_attempt_score CHECK (score >= 0 AND score <= max_score + 1e-9), 
	CONSTRAINT ck_attempt_original CHECK ((supersedes IS NULL) = (original IS NULL)), 
	CONSTRAINT ck_attempt_reason CHECK (supersedes IS NULL OR reason IS NOT NULL), 
	CONSTRAINT ck_attempt_superseding CHECK (supersedes IS NULL OR verdict <> 'JE'), 
	CONSTRAINT fk_attempt_source_sha256 FOREIGN KEY(source_sha256) REFERENCES submission (sha256), 
	CONSTRAINT fk_attempt_supersedes FOREIGN KEY(supersedes) REFERENCES attempt (id), 
	CONSTRAINT fk_attempt_original FOREIGN KEY(original) REFERENCES attempt (id)
)

-- name: ix_attempt_assignment
CREATE INDEX ix_attempt_assignment ON attempt (assignment)

-- name: ix_attempt_batch
CREATE INDEX ix_attempt_batch ON attempt (batch)

-- name: ix_attempt_exercise_verdict
CREATE INDEX ix_attempt_exercise_verdict ON attempt (exercise, verdict)

-- name: ix_attempt_original
CREATE INDEX ix_attempt_original ON attempt (original)

-- name: ix_attempt_student_exercise
CREATE INDEX ix_attempt_student_exercise ON attempt (student, exercise)

-- name: quiz_attempt
CREATE TABLE quiz_attempt (
	id INTEGER NOT NULL, 
	quiz INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	CONSTRAINT pk_quiz_attempt PRIMARY KEY (id), 
	CONSTRAINT uq_quiz_attempt_quiz_student_number UNIQUE (quiz, student, number), 
	CONSTRAINT ck_quiz_attempt_number CHECK (number >= 1), 
	CONSTRAINT fk_quiz_attempt_quiz FOREIGN KEY(quiz) REFERENCES quiz (id)
)

-- name: variant
CREATE TABLE variant (
	id INTEGER NOT NULL, 
	question_version INTEGER NOT NULL, 
	seed VARCHAR(20) NOT NULL, 
	givens TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	CONSTRAINT pk_variant PRIMARY KEY (id), 
	CONSTRAINT uq_variant_question_version_seed UNIQUE (question_version, seed), 
	CONSTRAINT fk_variant_question_version FOREIGN KEY(question_version) REFERENCES question_version (id)
)

-- name: response
CREATE TABLE response (
	id INTEGER NOT NULL, 
	quiz_attempt INTEGER, 
	slot INTEGER, 
	variant INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	raw TEXT NOT NULL, 
	normalized TEXT, 
	hints INTEGER NOT NULL, 
	milliseconds FLOAT, 
	created_at DATETIME NOT NULL, 
	idempotency_key TEXT, 
	CONSTRAINT pk_response PRIMARY KEY (id), 
	CONSTRAINT uq_response_idempotency_key UNIQUE (idempotency_key), 
	CONSTRAINT ck_response_slot CHECK ((quiz_attempt IS NULL) = (slot IS NULL)), 
	CONSTRAINT fk_response_quiz_attempt FOREIGN KEY(quiz_attempt) REFERENCES quiz_attempt (id), 
	CONSTRAINT fk_response_variant FOREIGN KEY(variant) REFERENCES variant (id)
)

-- name: ix_response_quiz_attempt
CREATE INDEX ix_response_quiz_attempt ON response (quiz_attempt)

-- name: ix_response_student
CREATE INDEX ix_response_student ON response (student)

-- name: ix_response_variant
CREATE INDEX ix_response_variant ON response (variant)

-- name: mark
CREATE TABLE mark (
	id INTEGER NOT NULL, 
	response INTEGER NOT NULL, 
	fraction FLOAT, 
	status TEXT NOT NULL, 
	misconception TEXT, 
	marker TEXT NOT NULL, 
	marker_version TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	supersedes INTEGER, 
	marked_by TEXT, 
	reason TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_mark PRIMARY KEY (id), 
	CONSTRAINT uq_mark_supersedes UNIQUE (supersedes), 
	CONSTRAINT ck_mark_status CHECK (status IN ('final', 'provisional', 'needs_review', 'invalid')), 
	CONSTRAINT ck_mark_fraction CHECK (fraction BETWEEN -1 AND 1), 
	CONSTRAINT ck_mark_unmarked CHECK ((fraction IS NULL) <= (status IN ('needs_review', 'invalid'))), 
	CONSTRAINT ck_mark_reason CHECK (supersedes IS NULL OR reason IS NOT NULL), 
	CONSTRAINT fk_mark_response FOREIGN KEY(response) REFERENCES response (id), 
	CONSTRAINT fk_mark_supersedes FOREIGN KEY(supersedes) REFERENCES mark (id)
)

-- name: uq_mark_first
CREATE UNIQUE INDEX uq_mark_first ON mark (response) WHERE supersedes IS NULL

-- name: submission_no_update
CREATE TRIGGER submission_no_update BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'append_only submission'); END

-- name: submission_no_delete
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'append_only submission'); END

-- name: attempt_no_update
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'append_only attempt'); END

-- name: attempt_no_delete
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'append_only attempt'); END

-- name: hint_taken_no_update
CREATE TRIGGER hint_taken_no_update BEFORE UPDATE ON hint_taken BEGIN SELECT RAISE(ABORT, 'append_only hint_taken'); END

-- name: hint_taken_no_delete
CREATE TRIGGER hint_taken_no_delete BEFORE DELETE ON hint_taken BEGIN SELECT RAISE(ABORT, 'append_only hint_taken'); END

-- name: question_version_no_update
CREATE TRIGGER question_version_no_update BEFORE UPDATE ON question_version BEGIN SELECT RAISE(ABORT, 'append_only question_version'); END

-- name: question_version_no_delete
CREATE TRIGGER question_version_no_delete BEFORE DELETE ON question_version BEGIN SELECT RAISE(ABORT, 'append_only question_version'); END

-- name: variant_no_update
CREATE TRIGGER variant_no_update BEFORE UPDATE ON variant BEGIN SELECT RAISE(ABORT, 'append_only variant'); END

-- name: variant_no_delete
CREATE TRIGGER variant_no_delete BEFORE DELETE ON variant BEGIN SELECT RAISE(ABORT, 'append_only variant'); END

-- name: quiz_no_update
CREATE TRIGGER quiz_no_update BEFORE UPDATE ON quiz BEGIN SELECT RAISE(ABORT, 'append_only quiz'); END

-- name: quiz_no_delete
CREATE TRIGGER quiz_no_delete BEFORE DELETE ON quiz BEGIN SELECT RAISE(ABORT, 'append_only quiz'); END

-- name: response_no_update
CREATE TRIGGER response_no_update BEFORE UPDATE ON response BEGIN SELECT RAISE(ABORT, 'append_only response'); END

-- name: response_no_delete
CREATE TRIGGER response_no_delete BEFORE DELETE ON response BEGIN SELECT RAISE(ABORT, 'append_only response'); END

-- name: mark_no_update
CREATE TRIGGER mark_no_update BEFORE UPDATE ON mark BEGIN SELECT RAISE(ABORT, 'append_only mark'); END

-- name: mark_no_delete
CREATE TRIGGER mark_no_delete BEFORE DELETE ON mark BEGIN SELECT RAISE(ABORT, 'append_only mark'); END
